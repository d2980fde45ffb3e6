using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Results;

/// <summary>A trace and what was said of it.</summary>
/// <param name="Run">What was said.</param>
/// <param name="Trace">The trace.</param>
public sealed record JudgedTrace(EvaluatedRun Run, RunTrace Trace)
{
    /// <summary>What became of it.</summary>
    public TraceVerdict Verdict => VerdictOf(Run);

    /// <summary>What became of a trace.</summary>
    internal static TraceVerdict VerdictOf(EvaluatedRun run) =>
        run.Outcome == RunOutcome.SimulatorFault
            ? TraceVerdict.SimulatorFault
            : run.Passed switch
            {
                false => TraceVerdict.Failed,
                true => TraceVerdict.Passed,
                null => TraceVerdict.NotJudged,
            };

    /// <summary>Reads the evaluated traces one at a time, in the order of <c>traces.jsonl</c>.</summary>
    /// <param name="experiment">The experiment's folder.</param>
    /// <param name="runs">What was said, in the same order; traces nothing was said of are passed over.</param>
    internal static IEnumerable<JudgedTrace> Read(string experiment, IEnumerable<EvaluatedRun> runs)
    {
        using IEnumerator<RunTrace> traces = ExperimentReader.ReadTraces(experiment).GetEnumerator();
        foreach (EvaluatedRun run in runs)
        {
            do
            {
                if (!traces.MoveNext())
                {
                    yield break;
                }
            } while (traces.Current.RunKey != run.RunKey);

            yield return new JudgedTrace(run, traces.Current);
        }
    }

    /// <summary>Why the trace did not pass, the first reason that was told, or <see langword="null"/>.</summary>
    public string? Reason() =>
        (Run.Scores.FirstOrDefault(IsFailure) ?? Run.Scores.FirstOrDefault(IsError)) is { } said
            ? $"{said.Score.Evaluator}: {said.Score.Reason ?? said.Score.Status.Word()}"
            : Trace.Error?.Message;

    private static bool IsFailure(EvaluatorScore said) => said.Score.Status == ScoreStatus.Fail;

    private static bool IsError(EvaluatorScore said) => said.Score.Status == ScoreStatus.Error;
}

/// <summary>What became of an evaluated trace; reports show them in this order.</summary>
public enum TraceVerdict
{
    /// <summary>It does not pass.</summary>
    Failed,

    /// <summary>It could not be judged.</summary>
    NotJudged,

    /// <summary>The simulated user spoilt it.</summary>
    SimulatorFault,

    /// <summary>It passes.</summary>
    Passed,
}
