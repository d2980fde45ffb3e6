using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Scripted;

/// <summary>What a <see cref="ScriptedChatClient"/> was asked.</summary>
/// <param name="Messages">The messages, as they were then.</param>
/// <param name="Options">The options, as they were then, or <see langword="null"/>.</param>
public sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options);
