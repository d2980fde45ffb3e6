using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Results;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>Reads and writes the summary of an evaluation.</summary>
internal static class EvaluationSummaryFile
{
    private static readonly EvaluationJson Json = new(
        new JsonSerializerOptions(EvaluationJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    /// <summary>Writes it.</summary>
    /// <exception cref="ResultsWriteException">It cannot be written.</exception>
    public static void Write(string path, EvaluationSummary summary) =>
        ReplacedFile.Write(
            path,
            stream =>
            {
                JsonSerializer.Serialize(stream, summary, Json.EvaluationSummary);
                stream.WriteByte((byte)'\n');
            }
        );

    /// <summary>Reads it; <see langword="null"/> when there is none or it is damaged.</summary>
    public static EvaluationSummary? Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, Json.EvaluationSummary);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
