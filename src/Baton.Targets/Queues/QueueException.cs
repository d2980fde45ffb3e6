using Baton.Agents;

namespace Baton.Targets.Queues;

/// <summary>A queue cannot be used: nobody listens, it refuses, or what was asked of it makes no sense.</summary>
/// <param name="error">Why, as a turn would tell it.</param>
public sealed class QueueException(AgentError error) : BatonException(error.Message)
{
    /// <summary>Why, as a turn would tell it.</summary>
    public AgentError Error { get; } = error;
}
