using Baton.Agents;

namespace Baton.Cli.Agents.Following;

/// <summary>Shows an execution while it runs. Disposing it leaves the last state on the screen.</summary>
internal interface IExecutionDisplay : IAsyncDisposable
{
    /// <summary>Shows what happened; called by one at a time.</summary>
    void Add(AgentEvent happened);

    /// <summary>Shows a line for the person before the screen. Safe for concurrent use.</summary>
    void Notice(string line);
}
