using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>Stops a sitting once what it may spend is spent. Thread-safe.</summary>
internal sealed class BudgetWatch : IDisposable
{
    private readonly BudgetSettings _budget;
    private readonly RunControl _control;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private decimal _cost;
    private long _tokens;
    private long _failures;

    public BudgetWatch(BudgetSettings budget, RunControl control, TimeProvider timeProvider)
    {
        _budget = budget;
        _control = control;
        if (budget.Duration is { } duration)
        {
            _timer = timeProvider.CreateTimer(
                _ => Reached("budget_duration", $"the budget of {Duration.Format(duration)} is used up"),
                state: null,
                duration,
                Timeout.InfiniteTimeSpan
            );
        }
    }

    /// <summary>Takes notice of a run as soon as it ends, so that no run starts on a budget that is spent.</summary>
    public void Add(RunTrace trace)
    {
        if (_budget is { Cost: null, Tokens: null, Failures: null })
        {
            return;
        }

        RunFacts facts = RunFacts.Of(trace);
        lock (_gate)
        {
            _cost += (facts.Cost ?? 0) + (facts.SupervisorCost ?? 0);
            _tokens += (facts.Tokens.Total ?? 0) + (facts.SupervisorTokens.Total ?? 0);
            _failures += facts.Outcome == RunOutcome.Failed ? 1 : 0;
            Check();
        }
    }

    /// <summary>Takes notice of what became known about a run after it was added.</summary>
    public void AddLater(RunTrace before, RunTrace after)
    {
        if (_budget is { Cost: null, Tokens: null })
        {
            return;
        }

        lock (_gate)
        {
            _cost += (after.Cost ?? 0) - (before.Cost ?? 0);
            _tokens += (RunFacts.Of(after).Tokens.Total ?? 0) - (RunFacts.Of(before).Tokens.Total ?? 0);
            Check();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        if (_cost >= _budget.Cost)
        {
            Reached("budget_cost", $"the budget of ${_budget.Cost} is used up (${_cost} spent)");
        }
        else if (_tokens >= _budget.Tokens)
        {
            Reached("budget_tokens", $"the budget of {_budget.Tokens} tokens is used up ({_tokens} used)");
        }
        else if (_failures >= _budget.Failures)
        {
            Reached(
                "budget_failures",
                $"{_failures} {(_failures == 1 ? "run" : "runs")} failed, as many as `budget.failures` allows"
            );
        }
    }

    private void Reached(string word, string reason) =>
        _control.Stop(new StopCause(ExperimentStatus.BudgetReached, word, reason));
}
