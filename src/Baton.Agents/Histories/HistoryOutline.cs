using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>How a valid history falls into parts that can be dropped without breaking it.</summary>
/// <remarks>
/// A turn is what the user says, one message or several in a row, and everything up to where the user speaks again. A
/// round is an assistant message with the results of its calls.
/// </remarks>
internal sealed class HistoryOutline
{
    private HistoryOutline(
        HistorySpan preamble,
        List<HistorySpan> turns,
        HistorySpan lastRequest,
        List<HistorySpan> rounds
    )
    {
        Preamble = preamble;
        Turns = turns;
        LastRequest = lastRequest;
        LastRounds = rounds;
    }

    /// <summary>The system messages and the summary that stand in front.</summary>
    public HistorySpan Preamble { get; }

    /// <summary>All turns, oldest first.</summary>
    public IReadOnlyList<HistorySpan> Turns { get; }

    /// <summary>What the user says in the last turn; empty without turns.</summary>
    public HistorySpan LastRequest { get; }

    /// <summary>The rounds of the last turn, oldest first; a system message between them is one of its own.</summary>
    public IReadOnlyList<HistorySpan> LastRounds { get; }

    public static HistoryOutline Of(IReadOnlyList<ChatMessage> messages)
    {
        int preamble = 0;
        while (preamble < messages.Count && IsPreamble(messages[preamble]))
        {
            preamble++;
        }

        List<HistorySpan> turns = [];
        int start = preamble;
        for (int index = preamble + 1; index <= messages.Count; index++)
        {
            if (index == messages.Count || (IsUser(messages, index) && !IsUser(messages, index - 1)))
            {
                turns.Add(new(start, index));
                start = index;
            }
        }

        HistorySpan last = turns.Count > 0 ? turns[^1] : new(preamble, preamble);
        int request = last.Start;
        while (request < last.End && IsUser(messages, request))
        {
            request++;
        }

        return new(new(0, preamble), turns, new(last.Start, request), Rounds(messages, new(request, last.End)));
    }

    private static List<HistorySpan> Rounds(IReadOnlyList<ChatMessage> messages, HistorySpan rest)
    {
        List<HistorySpan> rounds = [];
        int start = rest.Start;
        while (start < rest.End)
        {
            int end = new ToolRound(messages, start).End;
            rounds.Add(new(start, end));
            start = end;
        }

        return rounds;
    }

    private static bool IsPreamble(ChatMessage message) =>
        message.Role == ChatRole.System || HistorySummary.IsSummary(message);

    private static bool IsUser(IReadOnlyList<ChatMessage> messages, int index) => messages[index].Role == ChatRole.User;
}
