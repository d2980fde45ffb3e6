using Baton.Experiments.Replaying;

namespace Baton.Cli.Results;

/// <summary>Shows how a replay went.</summary>
internal static class ReplayText
{
    private const int RunsShown = 10;
    private const int TextLength = 160;

    /// <summary>Writes the counts and the first divergences.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="directory">The replay's folder as the user would type it.</param>
    public static void Write(TextWriter output, ReplayReport report, string directory)
    {
        output.WriteLine($"Replay of {Path.GetFileName(report.Recording)}: {Summary(report)}");
        foreach (Divergence found in report.Shown.Take(RunsShown))
        {
            string similarity = found.Similarity is { } share ? $", similarity {share:0.00}" : "";
            output.WriteLine($"  {found.RunKey} at turn {found.Turn} of {found.Turns}: {Word(found.Kind)}{similarity}");
            output.WriteLine($"    user  {OneLine.Of(found.User, TextLength)}");
            output.WriteLine($"    then  {OneLine.Of(found.Recorded, TextLength)}");
            output.WriteLine($"    now   {OneLine.Of(found.Now, TextLength)}");
        }

        if (report.Diverged > 0)
        {
            output.WriteLine(
                $"  All divergences: {Path.Combine(directory, "replay.md")}, {Path.Combine(directory, "replay.json")}"
            );
        }
    }

    /// <summary>The counts, in a sentence.</summary>
    public static string Summary(ReplayReport report)
    {
        if (report.Diverged == 0)
        {
            return $"all {report.Runs:N0} runs went the same way";
        }

        string kinds = string.Join(", ", report.Kinds.Select(kind => $"{kind.Value:N0} {Word(kind.Key)}"));
        string turns = string.Join(", ", report.Turns.Take(5).Select(turn => $"{turn.Value:N0} at turn {turn.Key}"));
        return $"{report.Diverged:N0} of {report.Runs:N0} runs diverged ({kinds}; {turns}{(report.Turns.Count > 5 ? ", …" : "")})";
    }

    private static string Word(DivergenceKind kind) =>
        kind switch
        {
            DivergenceKind.ToolCall => "tool call",
            DivergenceKind.Answer => "answer",
            DivergenceKind.Error => "error",
            DivergenceKind.Recovered => "recovered",
            DivergenceKind.EndedEarly => "ended early",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
        };
}
