using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Transport;

/// <summary>What is said to the model about its task, wherever it stands in the messages.</summary>
internal static class Instructions
{
    private static readonly ChatRole _developer = new("developer");

    /// <summary>Whether a message instructs the model; <c>developer</c> is another word for <c>system</c>.</summary>
    public static bool IsIn(ChatMessage message) => message.Role == ChatRole.System || message.Role == _developer;
}
