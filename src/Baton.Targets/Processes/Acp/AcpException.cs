using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>An agent could not be asked, or said no.</summary>
/// <param name="error">Why, and what to do.</param>
internal sealed class AcpException(AgentError error) : BatonException(error.Message)
{
    /// <summary>The same as a value.</summary>
    public AgentError Error { get; } = error;
}
