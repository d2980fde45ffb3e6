using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Results.Statistics;

namespace Baton.Experiments.Results;

/// <summary>Reads and writes <c>summary.json</c>.</summary>
internal static class SummaryFile
{
    private static readonly SummaryJson Json = new(
        new JsonSerializerOptions(SummaryJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static void Write(string folder, ExperimentSummary summary) =>
        ReplacedFile.Write(
            Path.Combine(folder, ExperimentFiles.Summary),
            stream =>
            {
                JsonSerializer.Serialize(stream, summary, Json.ExperimentSummary);
                stream.WriteByte((byte)'\n');
            }
        );

    /// <summary>Reads the summary; <see langword="null"/> when there is none or it is damaged.</summary>
    public static ExperimentSummary? Read(string folder)
    {
        try
        {
            using FileStream stream = File.OpenRead(Path.Combine(folder, ExperimentFiles.Summary));
            ExperimentSummary? summary = JsonSerializer.Deserialize(stream, Json.ExperimentSummary);
            return summary?.ExperimentName is null ? null : summary;
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
