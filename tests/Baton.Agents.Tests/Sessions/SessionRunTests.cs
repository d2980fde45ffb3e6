using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Sessions;

public sealed class SessionRunTests
{
    [Fact]
    public async Task Each_run_goes_on_from_the_session_and_adds_what_is_new()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Answer {number}"));
        InMemorySession session = new();

        await Runner.RunAsync(Assistant(model), "One", new() { Session = session });
        await Runner.RunAsync(Assistant(model), "Two", new() { Session = session });

        (await TextsAsync(session)).ShouldBe(["One", "Answer 0", "Two", "Answer 1"]);
        model.Requests[1].Messages.Select(message => message.Text).ShouldContain("Answer 0");
    }

    [Fact]
    public async Task A_session_that_had_to_be_repaired_gets_exactly_what_is_new()
    {
        using ScriptedChatClient model = new([ScriptedReply.Say("Sunny.")]);
        InMemorySession session = new(
            messages:
            [
                new(ChatRole.User, "Weather?"),
                new(ChatRole.Assistant, [new FunctionCallContent("a", "weather")]),
                new(ChatRole.User, "Hello?"),
                new(ChatRole.Assistant, "Hello."),
            ]
        );

        await Runner.RunAsync(Assistant(model), "Again: weather?", new() { Session = session });

        IReadOnlyList<ChatMessage> kept = await session.ReadAsync();
        kept.Count.ShouldBe(4 + 2);
        kept.Skip(4).Select(message => message.Text).ShouldBe(["Again: weather?", "Sunny."]);
        HistoryRules.Validate(model.Requests[0].Messages).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_given_history_is_added_whole_behind_a_session_that_had_to_be_repaired()
    {
        using ScriptedChatClient model = new([ScriptedReply.Say("Yes.")]);
        InMemorySession session = new(messages: [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, string.Empty)]);
        ChatMessage[] given = [new(ChatRole.User, "Given"), new(ChatRole.Assistant, "Taken")];

        await Runner.RunAsync(Assistant(model), "Ready?", new() { Session = session }, given);

        (await TextsAsync(session)).ShouldBe(["Hi", string.Empty, "Given", "Taken", "Ready?", "Yes."]);
    }

    [Fact]
    public async Task A_reducer_shortens_what_the_model_sees_and_the_session_keeps_everything()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Answer {number}"));
        InMemorySession session = new();
        RunConfig config = new() { Session = session, Reducer = new TrimmingReducer(new() { MaxTurns = 1 }) };
        for (int run = 0; run < 3; run++)
        {
            await Runner.RunAsync(Assistant(model), $"Question {run}", config);
        }

        (await session.ReadAsync()).Count.ShouldBe(6);
        model.Requests[2].Messages.Select(message => message.Text).ShouldBe(["Question 2"]);
    }

    [Fact]
    public async Task A_summarised_session_serves_runs_and_is_added_to_below()
    {
        using ScriptedChatClient model = new((_, number) => ScriptedReply.Say($"Answer {number}"));
        using ScriptedChatClient summariser = new((_, number) => ScriptedReply.Say($"Summary {number}"));
        InMemorySession everything = new();
        SummarisedSession session = new(everything, new(summariser, new() { MaxTurns = 3 }) { KeepTurns = 1 });
        for (int run = 0; run < 9; run++)
        {
            await Runner.RunAsync(Assistant(model), $"Question {run}", new() { Session = session });
        }

        IReadOnlyList<ChatMessage> kept = await everything.ReadAsync();
        kept.Count(message => message.Text.StartsWith("Question", StringComparison.Ordinal)).ShouldBe(9);
        kept.Count(message => message.Text.StartsWith("Answer", StringComparison.Ordinal)).ShouldBe(9);
        summariser.Requests.Count.ShouldBe(2);
        model.Requests.ShouldAllBe(request => request.Messages.Count <= 1 + 6 + 1);
    }

    private static Agent Assistant(ScriptedChatClient model) => new("Assistant") { ChatClient = model };

    private static async Task<string[]> TextsAsync(InMemorySession session) =>
        [.. (await session.ReadAsync()).Select(message => message.Text)];
}
