using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Settings;
using Baton.Experiments.Telemetry;

namespace Baton.Experiments.Running;

/// <summary>Everything the driver needs to carry out an experiment.</summary>
public sealed record ExperimentDefinition
{
    /// <summary>The runs.</summary>
    public required IRunPlan Plan { get; init; }

    /// <summary>Carries out one run.</summary>
    public required IRunExecutor Executor { get; init; }

    /// <summary>
    /// Makes or opens the folder; called after the preflight, so that nothing is written when that fails. The driver
    /// disposes the folder.
    /// </summary>
    public required Func<CancellationToken, Task<ExperimentFolder>> OpenFolder { get; init; }

    /// <summary>How often each input runs; decides for which k <c>pass@k</c> is told. Default 1.</summary>
    public int Iterations { get; init; } = 1;

    /// <summary>The most runs in flight at once. Default 1.</summary>
    public int ParallelRuns { get; init; } = 1;

    /// <summary>The least time between two starts. Default 0.</summary>
    public TimeSpan RunDelay { get; init; }

    /// <summary>How long the target may be gone for everyone before the experiment stops. Default 30 s.</summary>
    public TimeSpan TargetDownAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What may be spent in this sitting; a resumed experiment may spend it again. Runs in flight when a bound is met
    /// still finish.
    /// </summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>Whether <c>traces.jsonl</c> and <c>observations.jsonl</c> are written. Default true.</summary>
    public bool SaveTraces { get; init; } = true;

    /// <summary>What is written beside the JSON Lines.</summary>
    public OutputFormat Format { get; init; } = OutputFormat.Jsonl;

    /// <summary>
    /// Finds out whether the target is there; <see langword="null"/> answers mean yes. Without it there is no preflight
    /// of the target, and a target that goes away fails run by run.
    /// </summary>
    public Func<CancellationToken, ValueTask<AgentError?>>? ProbeTarget { get; init; }

    /// <summary>
    /// Ends the target; called when no run needs it any more, before the last results are written: an agent that ends
    /// exports the spans it has kept. <see langword="null"/> leaves it to the caller.
    /// </summary>
    public Func<Task>? CloseTarget { get; init; }

    /// <summary>Finds out before the first run whether the supervisor can be asked, or <see langword="null"/>.</summary>
    public Func<CancellationToken, ValueTask<AgentError?>>? ProbeSupervisor { get; init; }

    /// <summary>Takes secrets out of texts before they go to disk; <see langword="null"/> when there are none.</summary>
    public SecretRedactor? Redactor { get; init; }

    /// <summary>The configuration for <c>summary.json</c>, without secrets.</summary>
    public JsonNode? ConfigSnapshot { get; init; }

    /// <summary>Ends the experiment early, or <see langword="null"/>.</summary>
    public ExperimentStop? Stop { get; init; }

    /// <summary>Is told how it goes, or <see langword="null"/>.</summary>
    public IExperimentObserver? Observer { get; init; }

    /// <summary>Where agents send their spans while they work, or <see langword="null"/> when nobody collects them.</summary>
    internal TelemetryCapture? Telemetry { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
