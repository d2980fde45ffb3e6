using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>What an agent says to one prompt. A closed set; every case stands in this file.</summary>
internal abstract record AcpMessage
{
    private protected AcpMessage() { }
}

/// <summary>Something happened: the <c>update</c> of a <c>session/update</c>.</summary>
internal sealed record AcpUpdate(JsonElement Update) : AcpMessage;

/// <summary>The agent asks whether it may call a tool and waits.</summary>
/// <param name="Id">What the reply must carry.</param>
/// <param name="Parameters">The parameters of <c>session/request_permission</c>.</param>
internal sealed record AcpQuestion(JsonElement Id, JsonElement Parameters) : AcpMessage;

/// <summary>The prompt was answered; the turn is over.</summary>
internal sealed record AcpAnswer(JsonElement Result) : AcpMessage;

/// <summary>The prompt failed; the turn is over.</summary>
internal sealed record AcpEnd(AgentEvent Outcome) : AcpMessage;

/// <summary>The agent printed something.</summary>
internal sealed record AcpLog(LogEvent Line) : AcpMessage;
