using Baton.Cli.Results;
using Baton.Experiments.Comparison;

namespace Baton.Cli.Compare;

/// <summary>Writes a comparison as a comment for a pull request: the verdict and the numbers first, the rest folded.</summary>
internal static class ComparisonMarkdown
{
    private const int AnswerLength = 600;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ComparisonView view)
    {
        ExperimentComparison comparison = view.Comparison;
        output.WriteLine($"### Baton: {Code(comparison.First.Name)} → {Code(comparison.Second.Name)}");
        output.WriteLine();
        output.WriteLine(Headline(view));
        output.WriteLine();
        foreach (string warning in comparison.Warnings)
        {
            output.WriteLine($"> **Warning:** {Inline(warning)}");
            output.WriteLine();
        }

        WriteTable(output, "", comparison.Metrics);
        WriteSection(output, "Personas", comparison.Personas.Count, () => WritePersonas(output, comparison.Personas));
        WriteSection(
            output,
            "Evaluators",
            comparison.Evaluators.Count,
            () => WriteTable(output, "evaluator", comparison.Evaluators)
        );
        WriteSection(
            output,
            "pass@k and pass^k",
            comparison.PassAtK.Count,
            () => WriteTable(output, "k runs", comparison.PassAtK)
        );
        WriteFlips(output, "broke", comparison.Worse);
        WriteFlips(output, "were fixed", comparison.Better);
        List<string> differences = [.. ComparisonText.Differences(comparison)];
        WriteSection(
            output,
            $"What differs beside the answers ({differences.Count})",
            differences.Count,
            () => differences.ForEach(difference => output.WriteLine($"- {Inline(difference)}"))
        );
        output.WriteLine();
        output.WriteLine(
            $"<sub>{Inline(ComparisonText.Common(comparison))}. 95 % intervals; p-values corrected by Holm, over "
                + $"{(comparison.Unit == ComparisonUnit.Input ? "inputs" : "runs")}.</sub>"
        );
    }

    private static string Headline(ComparisonView view)
    {
        ExperimentComparison comparison = view.Comparison;
        string flips = $"{comparison.Worse.Count:N0} broke, {comparison.Better.Count:N0} fixed";
        if (view.Gate is not null)
        {
            List<GateResult> regressions = [.. view.Decided.Where(result => result.IsRegression)];
            return regressions.Count == 0 && comparison.IsTooSmall
                    ? $"**Whether this is a regression cannot be told** ({flips})."
                : regressions.Count == 0 ? $"**No regression** ({flips})."
                : $"**Regression:** {Inline(string.Join("; ", regressions.Select(GateText.Of)))} ({flips}).";
        }

        List<string> found =
        [
            .. comparison
                .Metrics.Where(metric => metric.Verdict != Verdict.Unclear)
                .Select(metric =>
                    $"{MeasureText.Title(metric.Name)} {MeasureText.Word(metric.Verdict).ToLowerInvariant()}"
                ),
        ];
        return found.Count == 0
            ? $"**No significant change** ({flips})."
            : $"**Significant:** {Inline(string.Join(", ", found))} ({flips}).";
    }

    private static void WriteTable(TextWriter output, string title, IReadOnlyList<MetricComparison> metrics)
    {
        output.WriteLine($"| {title} | A | B | change | p |  |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (MetricComparison metric in metrics)
        {
            output.WriteLine(
                $"| {Inline(MeasureText.Title(metric.Name))} | {MeasureText.Of(metric.Measure, metric.First)} | "
                    + $"{MeasureText.Of(metric.Measure, metric.Second)} | {MeasureText.Change(metric)} | "
                    + $"{MeasureText.Chance(metric.AdjustedPValue)} | {Mark(metric.Verdict)} |"
            );
        }
    }

    private static void WritePersonas(TextWriter output, IReadOnlyList<PersonaComparison> personas)
    {
        output.WriteLine("| persona | number | A | B | change | p |  |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (PersonaComparison persona in personas)
        {
            foreach (MetricComparison metric in persona.Metrics)
            {
                output.WriteLine(
                    $"| {Inline(persona.Name ?? "(none)")} | {MeasureText.Title(metric.Name)} | "
                        + $"{MeasureText.Of(metric.Measure, metric.First)} | {MeasureText.Of(metric.Measure, metric.Second)} | "
                        + $"{MeasureText.Change(metric)} | {MeasureText.Chance(metric.AdjustedPValue)} | {Mark(metric.Verdict)} |"
                );
            }
        }
    }

    private static void WriteFlips(TextWriter output, string what, FlippedRuns flips) =>
        WriteSection(
            output,
            $"{flips.Count:N0} {(flips.Count == 1 ? what.Replace("were", "was", StringComparison.Ordinal) : what)}",
            flips.Shown.Count,
            () =>
            {
                foreach (FlippedRun flip in flips.Shown)
                {
                    output.WriteLine($"**{Code(flip.RunKey)}** {Inline(OneLine.Of(flip.Input, 200))}");
                    output.WriteLine();
                    WriteSide(output, "A", flip.First);
                    WriteSide(output, "B", flip.Second);
                }

                if (flips.Count > flips.Shown.Count)
                {
                    output.WriteLine($"… and {flips.Count - flips.Shown.Count:N0} more.");
                }
            }
        );

    private static void WriteSide(TextWriter output, string letter, RunSide side)
    {
        string reasons = side.Reasons.Count == 0 ? "passes" : Inline(OneLine.Of(string.Join("; ", side.Reasons), 300));
        output.WriteLine($"{letter}: {reasons}");
        output.WriteLine();
        string answer = side.Output ?? "(no answer)";
        answer = answer.Length > AnswerLength ? $"{answer.AsSpan(0, AnswerLength)}…" : answer;
        string fence = Fence(answer);
        output.WriteLine($"{fence}text");
        output.WriteLine(answer);
        output.WriteLine(fence);
        output.WriteLine();
    }

    private static void WriteSection(TextWriter output, string title, int lines, Action write)
    {
        if (lines == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"<details><summary>{Inline(title)}</summary>");
        output.WriteLine();
        write();
        output.WriteLine();
        output.WriteLine("</details>");
    }

    private static string Mark(Verdict verdict) => verdict == Verdict.Unclear ? "" : $"**{MeasureText.Word(verdict)}**";

    // What an agent or a user said may hold Markdown, HTML or mentions of its own; shown, it must stay text.
    private static string Inline(string text) =>
        string.Concat(
            OneLine
                .Of(text, int.MaxValue)
                .Select(character =>
                    character switch
                    {
                        '<' => "&lt;",
                        '>' => "&gt;",
                        '&' => "&amp;",
                        '@' => "&#64;",
                        '|' or '*' or '_' or '[' or ']' or '\\' or '#' or '~' => $"\\{character}",
                        _ => character.ToString(),
                    }
                )
        );

    private static string Code(string text) =>
        $"`{OneLine.Of(text, 200).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Fence(string text)
    {
        string fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return fence;
    }
}
