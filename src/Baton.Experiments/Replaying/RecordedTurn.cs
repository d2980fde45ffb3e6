using Baton.Experiments.Traces;

namespace Baton.Experiments.Replaying;

/// <summary>One turn of a run as its trace tells it.</summary>
/// <param name="Number">The turn, from 1.</param>
/// <param name="User">What the user said.</param>
/// <param name="Answer">What the agent answered, or <see langword="null"/> when nothing came.</param>
/// <param name="ToolCalls">The tools it called, in order.</param>
internal sealed record RecordedTurn(int Number, string User, string? Answer, IReadOnlyList<TraceToolCall> ToolCalls)
{
    /// <summary>The turns of a run, in order; at least one.</summary>
    public static IReadOnlyList<RecordedTurn> Of(RunTrace trace) =>
        trace.Conversation is { History.Count: > 0 } conversation
            ?
            [
                .. conversation
                    .History.GroupBy(message => message.Turn)
                    .OrderBy(turn => turn.Key)
                    .Select(turn => OfMessages(turn.Key, [.. turn])),
            ]
            : [new RecordedTurn(1, trace.Input, trace.Output, trace.ToolCalls)];

    // A user's last word that nobody answered has the number of the turn before it, and is not the first of that turn.
    private static RecordedTurn OfMessages(int number, IReadOnlyList<TraceMessage> messages)
    {
        TraceMessage? answer = messages.FirstOrDefault(message => message.Role == "assistant");
        return new RecordedTurn(
            number,
            messages.FirstOrDefault(message => message.Role == "user")?.Content ?? "",
            answer?.Content,
            answer?.ToolCalls ?? []
        );
    }
}
