namespace Baton.Experiments.Evaluation.Judges.Verdicts;

/// <summary>What an answer can be faithful to.</summary>
internal static class Sources
{
    /// <summary>Why an answer without sources is not judged.</summary>
    public const string Advice =
        "there is nothing to be faithful to: the agent called no tool, and the input has neither `metadata.context` nor `expected`";

    /// <summary>Whether a trace has any.</summary>
    public static bool AreIn(EvaluatedTrace trace) =>
        trace.Trace.ToolCalls.Count > 0 || trace.Expected is not null || trace.Trace.Metadata?["context"] is not null;
}
