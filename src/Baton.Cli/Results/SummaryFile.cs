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
    public long Remaining => JsonMember.Long(_root, "remaining_runs") ?? 0;

    /// <summary>How long runs took.</summary>
    public DurationPercentiles? Durations => DurationPercentiles.Read(_root, "duration_ms");

    /// <summary>How long the first piece of output took.</summary>
    public DurationPercentiles? FirstOutputs => DurationPercentiles.Read(_root, "first_output_ms");

    /// <summary>What the agent spent.</summary>
    public Spending Agent => Spending.Read(_root, "agent");

    /// <summary>What the supervisor spent.</summary>
    public Spending Supervisor => Spending.Read(_root, "supervisor");

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
}
