using Baton.Experiments.Planning;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>Carries out one run. Safe for concurrent use.</summary>
public interface IRunExecutor
{
    /// <summary>Runs one planned run to its end; whatever the agent or the supervisor does wrong is in the record.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the run at once; nothing of it is recorded.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<RunRecord> ExecuteAsync(PlannedRun run, CancellationToken cancellationToken);
}
