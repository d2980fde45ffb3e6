using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>What a model is asked.</summary>
internal sealed record ModelRequest(IEnumerable<ChatMessage> Messages, ChatOptions Options);
