using Baton.Agents;

namespace Baton.Targets.WebSockets;

/// <summary>Carries why a turn failed from the connection through whoever reads its items.</summary>
internal sealed class TurnFailedException(AgentError error) : IOException(error.Message)
{
    public AgentError Error => error;
}
