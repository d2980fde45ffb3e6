using System.CommandLine;
using Baton.Cli.Interrupts;
using Baton.Cli.Parsing;
using Baton.Experiments.Comparison;
using Baton.Experiments.Results;

namespace Baton.Cli.Compare;

/// <summary>Carries out <c>baton compare</c>.</summary>
internal static class ComparisonSitting
{
    /// <summary>Compares, writes what was found, and decides.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, CompareOptions options, ParseResult parsed)
    {
        (ComparisonRequest request, RegressionGate? gate) = new CompareRequestReader(options, parsed, session).Read();
        using Interruption interruption = session.Listen();
        ExperimentComparison comparison = await Task.Run(
            () => ExperimentComparer.Compare(request, interruption.Asked),
            interruption.Asked
        );
        CheckUsable(comparison, options, gate);
        IReadOnlyList<GateResult> decided = gate?.Decide(comparison) ?? [];
        Write(session, options, parsed, new ComparisonView(comparison, gate, decided));
        List<GateResult> regressions = [.. decided.Where(result => result.IsRegression)];
        foreach (GateResult regression in regressions)
        {
            await session.Error.WriteLineAsync($"error: B is worse than A: {GateText.Of(regression)}");
        }

        if (gate is not null && comparison.IsTooSmall && regressions.Count == 0)
        {
            await session.Error.WriteLineAsync(
                $"warning: {GateText.CannotFail(comparison, options.FailOnRegression.Name)}"
            );
        }

        return regressions.Count > 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static void CheckUsable(ExperimentComparison comparison, CompareOptions options, RegressionGate? gate)
    {
        UsageErrors errors = new();
        foreach (
            (string name, ComparedExperiment experiment) in new[]
            {
                (options.First.Name, comparison.First),
                (options.Second.Name, comparison.Second),
            }
        )
        {
            errors.AddIf(
                experiment.Runs == 0,
                name,
                $"`{experiment.Folder}` has no finished runs{(experiment.Standing == ExperimentStanding.Running ? " yet" : "")}"
            );
            errors.AddIf(
                gate is not null && experiment.Runs > 0 && experiment.Standing != ExperimentStanding.Completed,
                name,
                $"`{experiment.Folder}` is unfinished ({experiment.Runs} of {experiment.Planned} runs), so nothing can be "
                    + $"decided by it; go on with `baton run experiment --resume`, or compare without `{options.FailOnRegression.Name}`"
            );
        }

        errors.ThrowIfAny();
        if (comparison.Pairing.Pairs == 0)
        {
            throw UsageErrors.Of(options.Second.Name, NothingInCommon(comparison));
        }

        foreach (string metric in gate?.Metrics.Except(comparison.Metrics.Select(known => known.Name)) ?? [])
        {
            errors.AddIf(true, options.Metric.Name, NotThere(metric));
        }

        errors.ThrowIfAny();
    }

    private static string NothingInCommon(ExperimentComparison comparison) =>
        comparison.Pairing.ChangedInputs > 0
            ? $"the experiments have no runs in common: {comparison.Pairing.ChangedInputs} inputs have the same identifier and "
                + "another first message; compare them all the same with `--match id`"
            : "the experiments have no runs in common: no input, persona and iteration of B is in A; "
                + "run both on the same inputs";

    private static string NotThere(string metric) =>
        metric switch
        {
            MetricNames.Score =>
                "`score` needs evaluations of both experiments; make them with `baton evaluate experiment`",
            MetricNames.Turns => "`turns` needs conversations, and every common run has one turn",
            _ => $"`{metric}` is not reported by both experiments in any common run; leave it out",
        };

    private static void Write(ToolSession session, CompareOptions options, ParseResult parsed, ComparisonView view)
    {
        using StringWriter text = new();
        switch (parsed.GetValue(options.Format))
        {
            case "json":
                ComparisonJson.Write(text, view);
                break;
            case "markdown":
                ComparisonMarkdown.Write(text, view);
                break;
            default:
                ComparisonText.Write(text, view);
                break;
        }

        if (parsed.GetValue(options.Output) is not { } file)
        {
            session.Out.Write(text);
            return;
        }

        string path = Path.GetFullPath(file, session.WorkingDirectory);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text.ToString());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw UsageErrors.Of(options.Output.Name, $"`{path}` cannot be written: {failure.Message}");
        }

        session.Error.WriteLine($"Comparison: {file}");
    }
}

/// <summary>A comparison, and what the gate says of it.</summary>
/// <param name="Comparison">The comparison.</param>
/// <param name="Gate">The gate, or <see langword="null"/> when nothing is to be decided.</param>
/// <param name="Decided">What the gate says.</param>
internal sealed record ComparisonView(
    ExperimentComparison Comparison,
    RegressionGate? Gate,
    IReadOnlyList<GateResult> Decided
);
