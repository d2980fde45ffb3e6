using Baton.Agents;

namespace Baton.Targets.Tests.Processes;

/// <summary>Takes turns and keeps all their events.</summary>
internal static class Turns
{
    /// <summary>One turn in a conversation of its own.</summary>
    public static async Task<List<AgentEvent>> AskAsync(
        this IAgent agent,
        string input = "hi",
        ConversationContext? context = null
    )
    {
        await using IConversation conversation = agent.StartConversation(
            context ?? new ConversationContext { RunId = "run-1" }
        );
        return await conversation.AskAsync(input);
    }

    /// <summary>One turn of a conversation.</summary>
    public static Task<List<AgentEvent>> AskAsync(this IConversation conversation, string input, int number = 1) =>
        conversation.TakeAsync(new Turn { Input = input, Number = number });

    /// <summary>One turn of a conversation, as it is.</summary>
    public static async Task<List<AgentEvent>> TakeAsync(this IConversation conversation, Turn turn)
    {
        List<AgentEvent> events = [];
        await foreach (AgentEvent next in conversation.TakeTurnAsync(turn, TestContext.Current.CancellationToken))
        {
            events.Add(next);
        }

        return events;
    }

    /// <summary>The answer of a turn that succeeded.</summary>
    public static string Answer(this List<AgentEvent> events) => events[^1].ShouldBeOfType<FinalEvent>().Output;

    /// <summary>The error of a turn that failed.</summary>
    public static AgentError Failure(this List<AgentEvent> events) => events[^1].ShouldBeOfType<ErrorEvent>().Error;
}
