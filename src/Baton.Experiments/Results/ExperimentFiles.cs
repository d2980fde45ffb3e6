namespace Baton.Experiments.Results;

/// <summary>The files of an experiment folder. What each holds is written down in <c>docs/formats/experiment.md</c>.</summary>
public static class ExperimentFiles
{
    /// <summary>The version of the folder's formats that this Baton writes; it reads this one and all before.</summary>
    public const int Version = 1;

    /// <summary>Aggregate numbers.</summary>
    public const string Summary = "summary.json";

    /// <summary>One short line a run.</summary>
    public const string TraceSummary = "trace_summary.jsonl";

    /// <summary>One full line a run.</summary>
    public const string Traces = "traces.jsonl";

    /// <summary>What happened inside the runs.</summary>
    public const string Observations = "observations.jsonl";

    /// <summary>The configuration as it was used, without secrets.</summary>
    public const string Config = "config.yaml";

    /// <summary>The record of what is committed; see <c>docs/formats/journal.md</c>.</summary>
    public const string Journal = "journal.jsonl";

    /// <summary>The summaries as a table.</summary>
    public const string Csv = "trace_summary.csv";

    internal const string Lock = ".lock";
}
