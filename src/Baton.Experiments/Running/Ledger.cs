using Baton.Configuration;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>Adds committed runs to all numbers. Added to from one thread at a time, read from any.</summary>
internal sealed class Ledger(ExperimentFolder folder, PlanTally plan, SecretRedactor? redactor)
{
    private readonly Lock _gate = new();
    private readonly RunTally _runs = folder.Tally;
    private long _committedNow;
    private TraceError? _lastError;

    /// <summary>Runs of the plan that are missing.</summary>
    public long Remaining
    {
        get
        {
            lock (_gate)
            {
                return folder.Header.TotalRuns - folder.CommittedRuns - _committedNow;
            }
        }
    }

    public void Add(FinishedRun run, RunTrace trace)
    {
        RunFacts facts = RunFacts.Of(trace);
        lock (_gate)
        {
            _runs.Add(facts);
            _committedNow++;
            _lastError = trace.Error ?? _lastError;
        }

        plan.Settle(run.Place, trace.Outcome);
    }

    public ProgressCounts Counts()
    {
        lock (_gate)
        {
            return new ProgressCounts(_runs.Outcomes, _runs.Turns, Remaining, OneLine(_lastError));
        }
    }

    public ExperimentSummary Summarise()
    {
        PlanNumbers numbers = plan.Complete();
        lock (_gate)
        {
            return SummaryAssembly.Assemble(folder.Header, _runs, numbers);
        }
    }

    private string? OneLine(TraceError? error)
    {
        if (error is null)
        {
            return null;
        }

        string message = redactor?.Redact(error.Message) ?? error.Message;
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return $"{error.Kind}: {(end < 0 ? message : message[..end])}";
    }
}
