using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Aggregation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Personas;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Running;

/// <summary>Asks every evaluator about a trace. Safe for concurrent use.</summary>
/// <param name="evaluators">Whom to ask.</param>
/// <param name="aggregator">Makes one verdict of their scores.</param>
/// <param name="personas">The personas described.</param>
/// <param name="isWhole">Whether traces hold conversations and tool calls.</param>
/// <param name="redactor">Takes secrets out of what is written, or <see langword="null"/> where there are none.</param>
internal sealed class TraceJudging(
    EvaluatorSet evaluators,
    Aggregator aggregator,
    IReadOnlyList<Persona> personas,
    bool isWhole,
    SecretRedactor? redactor
)
{
    private const string Expected = "expected";
    private readonly Dictionary<string, Persona> _personas = personas.ToDictionary(
        persona => persona.Name,
        StringComparer.Ordinal
    );

    /// <summary>Judges a trace.</summary>
    /// <returns>What was said, and its line; whoever gets it disposes the line.</returns>
    public async Task<(EvaluatedRun Run, LineBuffer Line)> JudgeAsync(
        RunTrace trace,
        CancellationToken cancellationToken
    )
    {
        Score[] scores =
            trace.Outcome == RunOutcome.SimulatorFault
                ? []
                : await AskAsync(trace, cancellationToken).ConfigureAwait(false);
        Verdict verdict = scores.Length == 0 ? default : aggregator.Of(scores);
        EvaluatedRun run = new()
        {
            TraceId = trace.TraceId,
            RunKey = trace.RunKey,
            InputId = trace.InputId,
            Iteration = trace.Iteration,
            Persona = trace.Persona,
            Outcome = trace.Outcome,
            Passed = verdict.Passed,
            Score = verdict.Score,
            Scores = [.. scores.Select((score, i) => new EvaluatorScore(evaluators.Settings[i].TypeWord, score))],
        };
        LineBuffer buffer = new();
        using JsonLine line = new(buffer, redactor);
        EvaluatedRunLine.Write(line, run);
        return (run, buffer);
    }

    private async Task<Score[]> AskAsync(RunTrace trace, CancellationToken cancellationToken)
    {
        EvaluatedTrace evaluated = new(trace, ExpectedOf(trace), PersonaOf(trace)) { IsWhole = isWhole };
        ValueTask<Score>[] asked =
        [
            .. evaluators.Asked.Select(evaluator => evaluator.EvaluateAsync(evaluated, cancellationToken)),
        ];
        Score[] scores = new Score[asked.Length];
        OperationCanceledException? cancelled = null;
        for (int i = 0; i < asked.Length; i++)
        {
            try
            {
                scores[i] = await asked[i].ConfigureAwait(false);
            }
            catch (OperationCanceledException stopped)
            {
                cancelled = stopped;
            }
        }

        return cancelled is null ? scores : throw cancelled;
    }

    private static JsonNode? ExpectedOf(RunTrace trace) => trace.Metadata?[Expected];

    private Persona? PersonaOf(RunTrace trace) => trace.Persona is { } name ? _personas.GetValueOrDefault(name) : null;
}
