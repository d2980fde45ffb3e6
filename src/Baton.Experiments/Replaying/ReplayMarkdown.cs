using System.Globalization;
using System.Text;

namespace Baton.Experiments.Replaying;

/// <summary>Writes <c>replay.md</c>.</summary>
internal static class ReplayMarkdown
{
    /// <summary>The page.</summary>
    public static string Of(ReplayReport report)
    {
        StringBuilder page = new();
        page.AppendLine("# Replay");
        page.AppendLine();
        page.AppendLine(Invariant($"Recording: `{report.Recording}`"));
        page.AppendLine();
        page.AppendLine("| | |");
        page.AppendLine("|---|---|");
        page.AppendLine(Invariant($"| runs replayed | {report.Runs} |"));
        page.AppendLine(Invariant($"| gone the same way | {report.Runs - report.Diverged} |"));
        page.AppendLine(Invariant($"| diverged | {report.Diverged} |"));
        foreach ((DivergenceKind kind, long count) in report.Kinds)
        {
            page.AppendLine(Invariant($"| first differs in {Title(kind)} | {count} |"));
        }

        foreach ((int turn, long count) in report.Turns)
        {
            page.AppendLine(Invariant($"| first differs at turn {turn} | {count} |"));
        }

        page.AppendLine(Invariant($"| not recorded (new) | {report.LeftOut.New} |"));
        page.AppendLine(Invariant($"| first message changed | {report.LeftOut.Changed} |"));
        page.AppendLine(Invariant($"| recorded, not among today's runs | {report.LeftOut.Gone} |"));
        foreach (Divergence found in report.Shown)
        {
            Append(page, found);
        }

        if (report.Diverged > report.Shown.Count)
        {
            page.AppendLine();
            page.AppendLine(
                Invariant($"… and {report.Diverged - report.Shown.Count} more in `{ReplayReportWriter.JsonFile}`.")
            );
        }

        return page.ToString();
    }

    /// <summary>What a kind is called among people.</summary>
    public static string Title(DivergenceKind kind) =>
        kind switch
        {
            DivergenceKind.ToolCall => "a tool call",
            DivergenceKind.Answer => "the answer",
            DivergenceKind.Error => "an error of today",
            DivergenceKind.Recovered => "an error that is gone",
            DivergenceKind.EndedEarly => "its end",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind"),
        };

    private static void Append(StringBuilder page, Divergence found)
    {
        string similarity = found.Similarity is { } share ? Invariant($", similarity {share:0.00}") : "";
        page.AppendLine();
        page.AppendLine(
            Invariant($"## `{found.RunKey}` turn {found.Turn} of {found.Turns}: {Title(found.Kind)}{similarity}")
        );
        Append(page, "User", found.User);
        Append(page, "Recorded", found.Recorded);
        Append(page, "Now", found.Now);
    }

    private static void Append(StringBuilder page, string title, string text)
    {
        string fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        page.AppendLine();
        page.AppendLine(Invariant($"{title}:"));
        page.AppendLine(Invariant($"{fence}text"));
        page.AppendLine(text.Length == 0 ? "(nothing)" : text);
        page.AppendLine(fence);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
