using System.Text.Json.Serialization;
using Baton.Experiments.Journal;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(ExperimentSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(TraceSummary))]
internal sealed partial class LineJson : JsonSerializerContext;

/// <summary>Writes without looking at the type's properties first: the first run need not wait for that.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JournalHeader))]
internal sealed partial class HeaderJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Observation))]
internal sealed partial class ObservationJson : JsonSerializerContext;
