using Microsoft.Extensions.AI;

namespace Baton.Agents.Histories;

/// <summary>A valid history divided into what stays and what goes.</summary>
/// <param name="Kept">What stays, a valid history; the history itself when all of it stays.</param>
/// <param name="Dropped">What goes, oldest first.</param>
internal sealed record HistoryCut(IReadOnlyList<ChatMessage> Kept, IReadOnlyList<ChatMessage> Dropped)
{
    /// <summary>How many messages at the end stay, behind the last one that goes.</summary>
    public int SameAtEnd { get; private init; } = Kept.Count;

    /// <summary>The first message that stays behind those in front; <see langword="null"/> when all of it stays.</summary>
    public ChatMessage? FirstTurn { get; private init; }

    /// <summary>
    /// Drops the oldest turns until the limits hold, and then the oldest rounds of the last turn. What stands in front,
    /// what the user said last and the last round stay in any case.
    /// </summary>
    public static HistoryCut Of(IReadOnlyList<ChatMessage> messages, HistoryLimits limits)
    {
        HistoryOutline outline = HistoryOutline.Of(messages);
        Measure measure = new(messages, limits, outline);
        int turns = 0;
        while (measure.IsOver && turns < outline.Turns.Count - 1)
        {
            measure.DropTurn(outline.Turns[turns++]);
        }

        int rounds = 0;
        while (measure.IsOverWithinTurn && rounds < outline.LastRounds.Count - 1)
        {
            measure.DropRound(outline.LastRounds[rounds++]);
        }

        if (turns == 0 && rounds == 0)
        {
            return new(messages, []);
        }

        int firstTurn = turns == 0 ? outline.Preamble.End : outline.Turns[turns - 1].End;
        int firstRound = rounds == 0 ? outline.LastRequest.End : outline.LastRounds[rounds - 1].End;
        return new(
            [
                .. Slice(messages, outline.Preamble),
                .. Slice(messages, new(firstTurn, outline.LastRequest.End)),
                .. Slice(messages, new(firstRound, messages.Count)),
            ],
            [
                .. Slice(messages, new(outline.Preamble.End, firstTurn)),
                .. Slice(messages, new(outline.LastRequest.End, firstRound)),
            ]
        )
        {
            SameAtEnd = messages.Count - (rounds == 0 ? firstTurn : firstRound),
            FirstTurn = messages[firstTurn],
        };
    }

    private static IEnumerable<ChatMessage> Slice(IReadOnlyList<ChatMessage> messages, HistorySpan span) =>
        messages.Skip(span.Start).Take(span.Count);

    private sealed class Measure(IReadOnlyList<ChatMessage> messages, HistoryLimits limits, HistoryOutline outline)
    {
        private int _turns = outline.Turns.Count;
        private int _messages = messages.Count - outline.Preamble.Count;
        private long _tokens = Tokens(messages, limits, new(0, messages.Count));

        public bool IsOver => _turns > limits.MaxTurns || IsOverWithinTurn;

        public bool IsOverWithinTurn => _messages > limits.MaxMessages || _tokens > limits.MaxTokens;

        public void DropTurn(HistorySpan turn)
        {
            _turns--;
            DropRound(turn);
        }

        public void DropRound(HistorySpan round)
        {
            _messages -= round.Count;
            _tokens -= Tokens(messages, limits, round);
        }

        private static long Tokens(IReadOnlyList<ChatMessage> messages, HistoryLimits limits, HistorySpan span)
        {
            long tokens = 0;
            for (int index = span.Start; limits.MaxTokens is not null && index < span.End; index++)
            {
                tokens += limits.CountTokens(messages[index]);
            }

            return tokens;
        }
    }
}
