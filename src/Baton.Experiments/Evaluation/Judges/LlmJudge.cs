using Baton.Agents;
using Baton.Experiments.Evaluation.Judges.Calls;
using Baton.Experiments.Evaluation.Judges.Verdicts;
using Baton.Experiments.Models;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>Asks a model for its judgement. Made by <see cref="JudgeBench"/>.</summary>
internal sealed class LlmJudge : IEvaluator, IStartable
{
    private readonly LlmJudgeSettings _settings;
    private readonly IJudgement _judgement;
    private readonly JudgeVerdict _verdict;
    private readonly ModelVoice _voice;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Creates a judge.</summary>
    /// <param name="settings">What it judges and how.</param>
    /// <param name="voice">The model.</param>
    /// <param name="calls">Asks it.</param>
    /// <param name="timeout">The longest one judgement may take, all its samples together.</param>
    /// <param name="time">The clock.</param>
    public LlmJudge(LlmJudgeSettings settings, ModelVoice voice, JudgeCalls calls, TimeSpan timeout, TimeProvider time)
    {
        _settings = settings;
        _voice = voice;
        _judgement =
            settings.Judge == BuiltInJudge.Pairwise
                ? new PairwiseJudgement(settings, calls)
                : new ScoredJudgement(settings, calls);
        _verdict = new JudgeVerdict(settings);
        _timeout = timeout;
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => _settings.Name;

    /// <summary>Finds out whether the model can be reached; makes no paid call.</summary>
    /// <remarks>A server that only has trouble now (429, 500) may have recovered when it is asked.</remarks>
    public async ValueTask<string?> StartAsync(CancellationToken cancellationToken) =>
        await _voice.ProbeAsync(cancellationToken).ConfigureAwait(false) is { } error
        && ErrorKind.IsUnreachable(error.Kind)
            ? error.Message
            : null;

    /// <inheritdoc/>
    public async ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_judgement.Missing(trace) is { } missing)
        {
            return Unasked(ScoreStatus.Skipped, missing);
        }

        if (_judgement.IsAboutAgent && SaidNothing(trace.Trace))
        {
            return Unasked(ScoreStatus.Fail, "the agent neither said nor did anything; the model was not asked") with
            {
                Value = 0,
            };
        }

        using CancellationTokenSource late = new(_timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellationToken
        );
        List<JudgeSample> samples = [];
        while (samples.Count < _settings.Samples)
        {
            JudgeSample sample = await AskAsync(trace, samples.Count, either.Token, cancellationToken)
                .ConfigureAwait(false);
            samples.Add(sample);
            if (sample.IsBeyondLimit || late.IsCancellationRequested)
            {
                break;
            }
        }

        return _verdict.Of(samples);
    }

    private async Task<JudgeSample> AskAsync(
        EvaluatedTrace trace,
        int sample,
        CancellationToken either,
        CancellationToken cancellationToken
    )
    {
        ModelMeter meter = new();
        JudgeSample asked;
        try
        {
            asked = await _judgement.AskAsync(trace, sample, meter, either).ConfigureAwait(false);
        }
        catch (ModelVoiceException exception)
        {
            asked = new JudgeSample { Error = $"the judge failed: {exception.Message}", ErrorKind = exception.Kind };
        }
        catch (CallBudgetSpentException exception)
        {
            asked = new JudgeSample { Error = exception.Message, IsBeyondLimit = true };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            asked = new JudgeSample
            {
                Error =
                    $"the judge took longer than {_timeout.TotalSeconds:0.###} s (`evaluation.limits.timeout_seconds`)",
                ErrorKind = ErrorKind.Timeout,
            };
        }

        return asked with
        {
            Spent = meter.Spent,
        };
    }

    private static bool SaidNothing(RunTrace trace) =>
        string.IsNullOrWhiteSpace(trace.Output)
        && trace.ToolCalls.Count == 0
        && trace.Conversation?.History.Any(static message => message.Role != "user" && message.Content.Length > 0)
            != true;

    private Score Unasked(ScoreStatus status, string reason) =>
        new()
        {
            Evaluator = Name,
            Status = status,
            Reason = reason,
        };
}
