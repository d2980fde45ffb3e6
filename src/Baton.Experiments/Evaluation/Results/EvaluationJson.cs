using System.Text.Json.Serialization;

namespace Baton.Experiments.Evaluation.Results;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(EvaluationSummary))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
