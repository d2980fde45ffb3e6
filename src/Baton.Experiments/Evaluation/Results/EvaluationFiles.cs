namespace Baton.Experiments.Evaluation.Results;

/// <summary>The folder of an evaluation inside that of its experiment. What each file holds is written down in <c>docs/formats/evaluation.md</c>.</summary>
public static class EvaluationFiles
{
    /// <summary>The version of the files that this Baton writes; it reads this one and all before.</summary>
    public const int Version = 1;

    /// <summary>The folder.</summary>
    public const string Folder = "evaluation";

    /// <summary>Aggregate numbers.</summary>
    public const string Summary = "summary.json";

    /// <summary>One line a trace, in the order of <c>traces.jsonl</c>.</summary>
    public const string PerTrace = "per_trace.jsonl";

    /// <summary>Numbers and the first failures, for a terminal or a pull request.</summary>
    public const string MarkdownReport = "report.md";

    /// <summary>Numbers, charts and conversations, one page.</summary>
    public const string HtmlReport = "report.html";

    internal const string Unfinished = ".evaluation.tmp";
    internal const string Replaced = ".evaluation.old";
    internal const string Lock = ".evaluation.lock";
}
