using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Tests.Processes;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Tests.DotNet;

/// <summary>Methods are called with what they ask for, and what they return becomes events.</summary>
public sealed class DotNetAnswerTests
{
    [Theory]
    [InlineData("Answers.Say", "You said: hi")]
    [InlineData("Answers.SayLater", "You said: hi")]
    [InlineData("Answers.Count", "1 hi")]
    [InlineData("Answers.Once", "hi")]
    [InlineData("Answers.Object", "HI")]
    [InlineData("Answers.Csv", "b", "a,b")]
    [InlineData("Remembering.Run", "hi")]
    [InlineData("Makers.Agent", "hi")]
    [InlineData("Makers.Client", "hi")]
    public async Task A_method_answers(string method, string answer, string input = "hi") =>
        (await DotNetAgent.AskAsync(method, input)).Answer().ShouldBe(answer);

    [Theory]
    [InlineData("Answers.Words", "You |said: |hi")]
    [InlineData("Answers.WordsInTurn", "[DONE] |{hi")]
    [InlineData("Answers.Objects", "You said |hi")]
    [InlineData("Answers.Pieces", "a |hi", "item.words")]
    [InlineData("Answers.Updates", "I |saw it")]
    [InlineData("Answers.Events", "turn |1")]
    [InlineData("Makers.Client", "hi")]
    public async Task A_stream_is_told_piece_by_piece(string method, string pieces, string? path = null)
    {
        List<AgentEvent> events = await DotNetAgent.AskAsync(method, path: path);

        events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(pieces.Split('|'));
        events.Answer().ShouldBe(pieces.Replace("|", ""));
    }

    [Fact]
    public async Task An_object_is_kept_whole_beside_its_text() =>
        (await DotNetAgent.AskAsync("Answers.Object"))[^1]
            .ShouldBeOfType<FinalEvent>()
            .Raw!.Value.GetRawText()
            .ShouldBe("""{"output":"HI","stars":3}""");

    [Fact]
    public async Task Tool_calls_results_and_usage_of_a_chat_are_events()
    {
        List<AgentEvent> events = await DotNetAgent.AskAsync("Answers.Updates");

        events.OfType<ToolCallEvent>().ShouldHaveSingleItem().Arguments!.Value.GetRawText().ShouldBe("""{"at":"hi"}""");
        events.OfType<ToolResultEvent>().ShouldHaveSingleItem().Result!.Value.GetString().ShouldBe("seen");
        events.OfType<UsageEvent>().ShouldHaveSingleItem().Usage.OutputTokens.ShouldBe(7);
        (await DotNetAgent.AskAsync("Answers.Response"))
            .OfType<UsageEvent>()
            .ShouldHaveSingleItem()
            .Usage.InputTokens.ShouldBe(2);
    }

    [Fact]
    public async Task A_method_is_told_what_its_parameters_ask_for()
    {
        await using ITarget target = DotNetAgent.Target("Answers.Told");
        await using IConversation talk = target.StartConversation(
            new ConversationContext
            {
                RunId = "run-7",
                Iteration = 2,
                Persona = new PersonaContext("novice", "A beginner."),
                AutoApproveTools = true,
                Metadata = new JsonObject { ["k"] = "v" },
            }
        );

        List<AgentEvent> events = [];
        await foreach (
            AgentEvent happened in talk.TakeTurnAsync(
                new Turn
                {
                    Input = "why?",
                    Number = 3,
                    History = [new ChatMessage(ChatRole.User, "a"), new ChatMessage(ChatRole.Assistant, "b")],
                },
                TestContext.Current.CancellationToken
            )
        )
        {
            events.Add(happened);
        }

        events.Answer().ShouldBe("hello novice: why? (2, 2, 3, run-7, True, v, A beginner.)");
    }

    [Fact]
    public async Task An_object_lives_as_long_as_its_conversation_and_is_disposed_with_it()
    {
        using Baton.TestSupport.TempWorkspace workspace = new();
        string file = workspace.PathOf("disposed");
        await using ITarget target = DotNetAgent.Target("Remembering.Run");
        IConversation first = target.StartConversation(new ConversationContext { RunId = "1" });
        await using IConversation second = target.StartConversation(new ConversationContext { RunId = "2" });

        await first.AskAsync($"file:{file}");
        List<AgentEvent> again = await first.AskAsync("b", number: 2);
        List<AgentEvent> other = await second.AskAsync("c");
        File.Exists(file).ShouldBeFalse();
        await first.DisposeAsync();

        again.Answer().ShouldBe($"file:{file}|b");
        other.Answer().ShouldBe("c");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("2\n");
    }

    [Fact]
    public async Task An_agent_that_a_method_makes_keeps_its_conversation()
    {
        await using ITarget target = DotNetAgent.Target("Makers.Agent");
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });

        await talk.AskAsync("a");

        (await talk.AskAsync("b", number: 2)).Answer().ShouldBe("a|b");
    }

    [Fact]
    public async Task What_is_printed_is_a_log_of_its_own_call_and_nothing_on_the_console()
    {
        await using ITarget target = DotNetAgent.Target("Answers.Print");

        List<AgentEvent>[] turns = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => target.AskAsync($"{number}"))
        );

        for (int number = 0; number < turns.Length; number++)
        {
            turns[number]
                .OfType<LogEvent>()
                .Select(log => (log.Message, log.Source))
                .ShouldBe([($"before {number}", "stdout"), ("after", "stderr"), ("no end", "stdout")]);
        }
    }

    [Fact]
    public async Task Activities_of_the_agent_belong_to_the_trace_of_the_run()
    {
        await using ITarget target = DotNetAgent.Target("Answers.Trace");
        const string Trace = "0af7651916cd43dd8448eb211c80319c";

        List<AgentEvent> events = await target.AskAsync(
            context: new ConversationContext { RunId = "1", TraceParent = $"00-{Trace}-b7ad6b7169203331-01" }
        );

        events.Answer().ShouldBe(Trace);
    }

    [Fact]
    public async Task Calls_that_block_their_threads_run_beside_one_another()
    {
        await using ITarget target = DotNetAgent.Target("Answers.Block");
        await target.AskAsync("warm");
        long started = TimeProvider.System.GetTimestamp();

        List<AgentEvent>[] turns = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(number => target.AskAsync($"{number}"))
        );

        // One after the other they would take 6.4 s.
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        turns.ShouldAllBe(turn => turn.Last() is FinalEvent);
    }
}
