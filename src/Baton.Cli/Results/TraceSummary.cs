using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>What a line of <c>trace_summary.jsonl</c> says that reports show.</summary>
internal sealed record TraceSummary
{
    /// <summary>The file's name in the experiment's folder.</summary>
    public const string FileName = "trace_summary.jsonl";

    /// <summary>The run's identifier.</summary>
    public required string TraceId { get; init; }

    /// <summary>The run's name within the plan.</summary>
    public required string RunKey { get; init; }

    /// <summary>The persona, or <see langword="null"/>.</summary>
    public string? Persona { get; init; }

    /// <summary>The first message.</summary>
    public required string Input { get; init; }

    /// <summary>The answer, or <see langword="null"/>.</summary>
    public string? Output { get; init; }

    /// <summary>The run's wall time in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>Whether it went well.</summary>
    public bool Success { get; init; }

    /// <summary>Whether the supervisor spoilt it.</summary>
    public bool SimulatorFault { get; init; }

    /// <summary>The kind of its error, or <see langword="null"/>.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>What its error says, or <see langword="null"/>.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The line as it stands in the file.</summary>
    public required string Json { get; init; }

    /// <summary>Reads the lines of a file in order; a torn or foreign line is left out.</summary>
    public static IEnumerable<TraceSummary> ReadFile(string path) =>
        File.ReadLines(path).Select(Parse).OfType<TraceSummary>();

    private static TraceSummary? Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || JsonMember.Text(root, "trace_id") is not { } traceId)
            {
                return null;
            }

            JsonElement? error = JsonMember.Of(root, "error") is { ValueKind: JsonValueKind.Object } found
                ? found
                : null;
            return new TraceSummary
            {
                TraceId = traceId,
                RunKey = JsonMember.Text(root, "run_key") ?? traceId,
                Persona = JsonMember.Text(root, "persona"),
                Input = JsonMember.Text(root, "input") ?? "",
                Output = JsonMember.Text(root, "output"),
                DurationMs = JsonMember.Number(root, "duration_ms") ?? 0,
                Success = JsonMember.IsTrue(root, "success"),
                SimulatorFault = JsonMember.Text(root, "outcome") is "simulator_fault",
                ErrorKind = error is { } kind ? JsonMember.Text(kind, "kind") : null,
                ErrorMessage = error is { } message ? JsonMember.Text(message, "message") : null,
                Json = line,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
