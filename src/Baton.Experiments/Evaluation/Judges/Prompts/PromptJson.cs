using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>How JSON is written for models: letters of all languages as they are.</summary>
internal static class PromptJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Readable { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
