using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>Checks and repairs histories by the rules that OpenAI's and Anthropic's servers share.</summary>
/// <remarks>
/// A history is what stands before the next user message: an empty one is valid, and so is one that ends with the
/// assistant. System messages may stand anywhere but between a call and its result.
/// </remarks>
public static class HistoryRules
{
    /// <summary>The result that <see cref="Repair"/> gives to a call without one.</summary>
    public const string NotCarriedOut = "The call was not carried out.";

    /// <summary>What <see cref="Repair"/> lets the user say in front of a history that the assistant starts.</summary>
    public const string ConversationStart = "(The conversation starts here.)";

    /// <summary>Finds everything that breaks a rule.</summary>
    /// <param name="messages">The history, oldest first.</param>
    /// <returns>The violations in the order of the messages; none for a valid history.</returns>
    public static IReadOnlyList<HistoryViolation> Validate(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<HistoryViolation> violations = [];
        HistoryCheck.Run(messages, violations);
        return violations;
    }

    /// <summary>Makes a history valid and keeps as much of it as can be kept.</summary>
    /// <remarks>
    /// A call without a result gets one that says <see cref="NotCarriedOut"/>. A result that came late moves behind its
    /// call; one without a call, or beside an earlier one, is dropped, and so are empty messages and calls outside
    /// assistant messages. Call ids that occur twice get a number behind them, with their results. What else a tool
    /// message holds becomes a user message. A history that starts with the assistant gets
    /// <see cref="ConversationStart"/> before it.
    /// </remarks>
    /// <param name="messages">The history, oldest first; it and its messages stay as they are.</param>
    /// <returns>
    /// A valid history; <paramref name="messages"/> itself when nothing is to repair, found out without allocating.
    /// </returns>
    public static IReadOnlyList<ChatMessage> Repair(IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return HistoryCheck.Run(messages, violations: null) ? messages : new HistoryRepair(messages).Run();
    }
}
