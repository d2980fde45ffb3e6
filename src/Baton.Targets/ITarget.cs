using Baton.Agents;

namespace Baton.Targets;

/// <summary>An agent under test that lives elsewhere, described by the <c>runner:</c> section of a configuration.</summary>
/// <remarks>
/// Safe for concurrent use. Disposing it ends every process, worker and connection it started, also those whose
/// conversation was not disposed.
/// </remarks>
public interface ITarget : IAgent, IAsyncDisposable
{
    /// <summary>
    /// Finds out, before the first run and whenever runs fail for everyone, whether the target can be reached: loads
    /// the code, finds the command, opens a connection. Makes no call that the agent would answer.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns><see langword="null"/> when the target is there; otherwise why not and what to do.</returns>
    ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken);
}
