using Baton.Agents;
using Baton.Experiments.Conversations;

namespace Baton.Experiments.Replaying;

/// <summary>The user of a replay, who has nothing more to say when the recorded turns are used up.</summary>
/// <param name="recording">The recorded experiment's name.</param>
/// <param name="handsOutResults">Whether the agent is given the recorded results of its tools.</param>
internal sealed class ReplayedUser(string recording, bool handsOutResults) : ISupervisor
{
    /// <inheritdoc/>
    public string Model => handsOutResults ? $"replay:{recording}" : $"replay:{recording}, live tools";

    /// <inheritdoc/>
    public string? PromptVersion => null;

    /// <inheritdoc/>
    public ValueTask<SupervisorDecision> DecideAsync(SupervisorRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SupervisorDecision { Continue = false, ScriptComplete = true });

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<AgentError?>(null);
}
