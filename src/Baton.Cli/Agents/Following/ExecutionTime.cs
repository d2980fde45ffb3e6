using Baton.Topologies.Execution;

namespace Baton.Cli.Agents.Following;

/// <summary>How long executions took.</summary>
internal static class ExecutionTime
{
    /// <summary>From the start to the end, or to now while there is none.</summary>
    public static string Of(ExecutionRecord execution, TimeProvider clock) =>
        StepText.Time((execution.CompletedAt ?? clock.GetUtcNow()) - execution.StartedAt);
}
