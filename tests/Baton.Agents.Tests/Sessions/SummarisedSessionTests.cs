using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Sessions;

public sealed class SummarisedSessionTests
{
    private readonly InMemorySession _below = new("s1", [new(ChatRole.System, "Be brief.")]);

    [Fact]
    public async Task A_summary_is_made_once_and_found_again()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Summary {number}."));
        SummarisedSession session = Session(model);
        await AppendTurnsAsync(session, 4);

        string[] first = await TextsAsync(session);
        string[] second = await TextsAsync(Session(model));

        first.ShouldBe(["Be brief.", "Summary of the conversation so far:\nSummary 0.", "Question 3", "Answer 3"]);
        second.ShouldBe(first);
        model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_summary_stands_for_the_last_one_too_and_nothing_is_asked_twice()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Summary {number}."));
        SummarisedSession session = Session(model);
        for (int turn = 0; turn < 10; turn++)
        {
            await session.ReadAsync();
            await AppendTurnsAsync(session, 1, turn);
        }

        string[] read = await TextsAsync(session);

        read.ShouldBe(["Be brief.", "Summary of the conversation so far:\nSummary 2.", "Question 9", "Answer 9"]);
        string[] asked = [.. model.Requests.Select(request => request.Messages[1].Text)];
        asked.Length.ShouldBe(3);
        for (int turn = 0; turn < 9; turn++)
        {
            asked.Count(text => text.Contains($"Question {turn}\n", StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_session_below_keeps_everything()
    {
        using ScriptedChatClient model = new([ScriptedReply.Say("Summary.")]);
        SummarisedSession session = Session(model);
        await AppendTurnsAsync(session, 4);
        await session.ReadAsync();

        IReadOnlyList<ChatMessage> everything = await _below.ReadAsync();

        everything.Count.ShouldBe(1 + 8 + 1);
        HistoryRules.Validate(everything).ShouldBeEmpty();
        await session.ClearAsync();
        (await _below.ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_failure_the_next_reading_tries_again()
    {
        using ScriptedChatClient model = new([
            ScriptedReply.Fail(new TimeoutException()),
            ScriptedReply.Say("Summary."),
        ]);
        SummarisedSession session = Session(model);
        await AppendTurnsAsync(session, 4);

        (await TextsAsync(session)).Length.ShouldBe(1 + 6, "trimmed to the limit of three turns");
        (await TextsAsync(session))[1].ShouldEndWith("Summary.");
    }

    private SummarisedSession Session(ScriptedChatClient model) =>
        new(_below, new SummarisingReducer(model, new() { MaxTurns = 3 }) { KeepTurns = 1 });

    private static async Task AppendTurnsAsync(SummarisedSession session, int count, int first = 0)
    {
        for (int turn = first; turn < first + count; turn++)
        {
            await session.AppendAsync([
                new(ChatRole.User, $"Question {turn}"),
                new(ChatRole.Assistant, $"Answer {turn}"),
            ]);
        }
    }

    private static async Task<string[]> TextsAsync(SummarisedSession session) =>
        [.. (await session.ReadAsync()).Select(message => message.Text)];
}
