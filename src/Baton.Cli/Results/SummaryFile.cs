using System.Text.Json;

namespace Baton.Cli.Results;

/// <summary>What <c>summary.json</c> of an experiment says; read tolerantly, since an older Baton may have written it.</summary>
internal sealed class SummaryFile
{
    /// <summary>The file's name in the experiment's folder.</summary>
    public const string FileName = "summary.json";

    private readonly JsonElement _root;

    private SummaryFile(JsonElement root) => _root = root;

    /// <summary>The experiment's name.</summary>
    public string? Name => JsonMember.Text(_root, "experiment_name");

    /// <summary>Runs that are finished.</summary>
    public long Total => JsonMember.Long(_root, "total_traces") ?? 0;

    /// <summary>Runs that went well.</summary>
    public long Successful => JsonMember.Long(_root, "successful") ?? 0;

    /// <summary>Runs that failed.</summary>
    public long Failed => JsonMember.Long(_root, "failed") ?? 0;

    /// <summary>Runs that a guard ended.</summary>
    public long Limited => JsonMember.Long(_root, "limited") ?? 0;

    /// <summary>Runs that the supervisor spoilt.</summary>
    public long SimulatorFaults => JsonMember.Long(_root, "simulator_faults") ?? 0;

    /// <summary>Whether the experiment did not run to its end.</summary>
    public bool Interrupted => JsonMember.IsTrue(_root, "interrupted");

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt => JsonMember.Time(_root, "started_at");

    /// <summary>The share of runs that went well, simulator faults left out, or <see langword="null"/> without any.</summary>
    public double? SuccessRate => JsonMember.Number(_root, "success_rate");

    /// <summary>The 95 % interval around <see cref="SuccessRate"/>, or <see langword="null"/>.</summary>
    public (double Low, double High)? SuccessInterval =>
        JsonMember.Of(_root, "success_rate_interval") is { } interval
        && JsonMember.Number(interval, "low") is { } low
        && JsonMember.Number(interval, "high") is { } high
            ? (low, high)
            : null;

    /// <summary>Runs of the plan that are not finished.</summary>
    public long Missing => JsonMember.Long(_root, "missing") ?? 0;

    /// <summary>The duration half of the runs stayed below, in milliseconds.</summary>
    public double? P50Ms => JsonMember.Number(_root, "p50_duration_ms");

    /// <summary>The duration nine in ten runs stayed below, in milliseconds.</summary>
    public double? P90Ms => JsonMember.Number(_root, "p90_duration_ms");

    /// <summary>The duration 99 in 100 runs stayed below, in milliseconds.</summary>
    public double? P99Ms => JsonMember.Number(_root, "p99_duration_ms");

    /// <summary>What the agent spent.</summary>
    public Spending Agent => ReadSpending("token_usage", "cost");

    /// <summary>What the supervisor spent.</summary>
    public Spending Supervisor => ReadSpending("supervisor_token_usage", "supervisor_cost");

    /// <summary>Reads the summary of an experiment's folder.</summary>
    /// <returns>The summary, or <see langword="null"/> when there is none that can be read.</returns>
    public static SummaryFile? Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SummaryFile(document.RootElement.Clone())
                : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Spending ReadSpending(string tokens, string cost)
    {
        JsonElement counts = JsonMember.Of(_root, tokens) ?? default;
        return new Spending(
            JsonMember.Long(counts, "input"),
            JsonMember.Long(counts, "output"),
            JsonMember.Long(counts, "total"),
            JsonMember.Number(_root, cost)
        );
    }
}
