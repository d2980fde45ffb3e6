using System.Text;
using System.Text.Json;
using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>The lines that a story writes, read back.</summary>
internal static class StoryLines
{
    private static readonly JsonSerializerOptions _snakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The lines as they are written.</summary>
    public static string[] Of(SpanStory story, SecretRedactor? redactor = null)
    {
        using LineBuffer buffer = new();
        using JsonLine line = new(buffer, redactor);
        foreach (SpanLine told in story.Lines)
        {
            told.Write(line, "trace_1"u8);
        }

        return Encoding.UTF8.GetString(buffer.Written).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The lines as observations.</summary>
    public static List<Observation> Read(SpanStory story) =>
        [.. Of(story).Select(text => JsonSerializer.Deserialize<Observation>(text, _snakeCase)!)];
}
