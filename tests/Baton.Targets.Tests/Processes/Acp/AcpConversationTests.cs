using System.Globalization;
using Baton.Agents;
using Baton.Targets.Guards;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Tests.Processes.Acp;

/// <summary>Conversations with an agent on the protocol's own SDK.</summary>
[Trait("Needs", "node")]
public sealed class AcpConversationTests : IAsyncDisposable
{
    private readonly AcpAgentFixture _fixture = new();

    [Fact]
    public async Task An_agent_streams_its_answer_and_remembers_its_session()
    {
        ITarget target = await _fixture.SdkAsync();
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });

        List<AgentEvent> first = await talk.AskAsync("a");
        List<AgentEvent> second = await talk.AskAsync("b", number: 2);

        first.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["You ", "said: ", "a"]);
        second.Answer().ShouldBe("You said: a|b");
        second[^1]
            .ShouldBeOfType<FinalEvent>()
            .Metadata!.Value.GetProperty("stopReason")
            .GetString()
            .ShouldBe("end_turn");
        Pids().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Thoughts_plans_and_cost_are_told()
    {
        ITarget target = await _fixture.SdkAsync();
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });

        List<AgentEvent> events = await talk.AskAsync("think");
        List<AgentEvent> again = await talk.AskAsync("think", number: 2);

        events.OfType<ReasoningEvent>().ShouldHaveSingleItem().Content.ShouldBe("hm");
        events.OfType<ObservationEvent>().Select(fact => fact.Name).ShouldBe(["plan", "usage_update"]);
        events.OfType<UsageEvent>().ShouldHaveSingleItem().Usage.Cost.ShouldBe(0.25m);
        // The agent tells what the session cost so far, which has not grown.
        again.OfType<UsageEvent>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, false, "yes", null)]
    [InlineData(null, true, "yes", null)]
    [InlineData(null, false, "no", "not allowed")]
    [InlineData(false, null, "no", "not allowed")]
    public async Task A_question_about_a_tool_is_answered_by_whoever_decides(
        bool? auto,
        bool? approver,
        string option,
        string? error
    )
    {
        ITarget target = await _fixture.SdkAsync();
        ToolApprovalRequestedEvent? asked = null;

        List<AgentEvent> events = await target.AskAsync(
            "tool",
            new ConversationContext
            {
                RunId = "1",
                AutoApproveTools = auto,
                ApproveTool = approver is { } decision
                    ? (request, _) =>
                    {
                        asked = request;
                        return new ValueTask<ToolApproval>(new ToolApproval(decision));
                    }
                    : null,
            }
        );

        events.Answer().ShouldContain($"\"{option}\"");
        ToolCallEvent call = events.OfType<ToolCallEvent>().ShouldHaveSingleItem();
        (call.CallId, call.ToolName, call.Arguments!.Value.GetRawText()).ShouldBe(
            ("t1", "read", """{"path":"a.txt"}""")
        );
        events.OfType<ToolApprovalRequestedEvent>().ShouldHaveSingleItem().ToolName.ShouldBe("read");
        ToolResultEvent result = events.OfType<ToolResultEvent>().ShouldHaveSingleItem();
        result.Error.ShouldBe(error);
        result.Result?.GetRawText().ShouldBe("""{"lines":3}""");
        (asked is not null).ShouldBe(approver is not null && auto != true);
    }

    [Fact]
    public async Task A_call_that_was_never_ended_is_told_all_the_same()
    {
        ITarget target = await _fixture.SdkAsync();

        List<AgentEvent> events = await target.AskAsync("untold tool");

        events.OfType<ToolCallEvent>().ShouldHaveSingleItem().ToolName.ShouldBe("Looking");
    }

    [Fact]
    public async Task Files_and_terminals_are_not_offered()
    {
        ITarget target = await _fixture.SdkAsync();

        (await target.AskAsync("files")).Answer().ShouldBe("-32601");

        _fixture.Notes.ShouldContain(line =>
            line.StartsWith("capabilities ", StringComparison.Ordinal)
            && !line.Contains("true", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_turn_requests")]
    public async Task A_turn_that_met_the_agents_own_limit_is_limited(string reason)
    {
        ITarget target = await _fixture.SdkAsync();

        List<AgentEvent> events = await target.AskAsync(reason);

        events.ShouldContain(new TextEvent("part "));
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe(reason);
    }

    [Theory]
    [InlineData("refusal", ErrorKind.Agent, "refuses to go on")]
    [InlineData("cancelled", ErrorKind.Agent, "gave the turn up by itself")]
    [InlineData("silent", ErrorKind.NoOutput, "without a message")]
    [InlineData("fail", ErrorKind.Agent, "the agent refused `session/prompt`: ")]
    [InlineData(
        "die",
        ErrorKind.ProcessExit,
        "ended with exit code 7 in the middle of its work; its standard error says: I die"
    )]
    public async Task A_turn_without_an_answer_says_why(string input, string kind, string said)
    {
        ITarget target = await _fixture.SdkAsync();
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });

        AgentError error = (await talk.AskAsync(input)).Failure();
        List<AgentEvent> next = await talk.AskAsync("hello", number: 2);

        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(said);
        next.Answer().ShouldEndWith("hello");
    }

    [Fact]
    public async Task Folder_and_trace_are_handed_on()
    {
        ITarget target = await _fixture.SdkAsync();
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        List<AgentEvent> events = await target.AskAsync(
            "where",
            new ConversationContext { RunId = "1", TraceParent = Trace }
        );

        events.Answer().ShouldBe($"{_fixture.Root} {Trace} {Trace}");
    }

    [Fact]
    public async Task A_session_that_begins_later_is_told_what_was_said_before()
    {
        ITarget target = await _fixture.SdkAsync();
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });
        List<AgentEvent> events = [];

        await foreach (
            AgentEvent happened in talk.TakeTurnAsync(
                new Turn
                {
                    Input = "all",
                    Number = 2,
                    History = [new ChatMessage(ChatRole.User, "a"), new ChatMessage(ChatRole.Assistant, "b")],
                },
                TestContext.Current.CancellationToken
            )
        )
        {
            events.Add(happened);
        }

        events.Answer().ShouldBe("""["What was said before in this conversation:\nuser: a\nassistant: b\n","all"]""");
    }

    [Fact]
    public async Task What_the_agent_prints_is_a_log()
    {
        ITarget target = await _fixture.SdkAsync();
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

        // The agent goes on until it is stopped: what it prints comes by another way than what it says.
        LogEvent? printed = null;
        await foreach (AgentEvent happened in talk.TakeTurnAsync(new Turn { Input = "print" }, patience.Token))
        {
            printed = happened as LogEvent;
            if (printed is not null)
            {
                break;
            }
        }

        printed.ShouldBe(new LogEvent("a log line", "stderr"));
    }

    [Theory]
    [InlineData("hang", 1)]
    [InlineData("deaf", 2)]
    public async Task A_turn_that_is_stopped_is_cancelled_and_a_deaf_agent_replaced(string input, int processes)
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Guards = new GuardOptions { OutputCharLimit = 3 },
            }
        );
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "1" });

        List<AgentEvent> stopped = await talk.AskAsync(input);
        List<AgentEvent> next = await talk.AskAsync("hello", number: 2);

        stopped[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("output_char_limit");
        next.OfType<TextEvent>().First().Content.ShouldBe("You");
        _fixture.Notes.ShouldContain("cancel s1");
        Pids().Count().ShouldBe(processes);
    }

    [Fact]
    public async Task The_time_out_of_the_section_counts()
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with { Timeout = TimeSpan.FromSeconds(2) },
            }
        );

        AgentError error = (await target.AskAsync("hang")).Failure();

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("`process.timeout`");
    }

    [Fact]
    public async Task One_process_holds_the_sessions_of_many_conversations_and_they_are_closed()
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with { Reuse = true },
            }
        );

        List<AgentEvent>[] turns = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(number => target.AskAsync($"{number}"))
        );

        for (int number = 0; number < turns.Length; number++)
        {
            turns[number].Answer().ShouldBe($"You said: {number}");
        }

        int pid = Pids().ShouldHaveSingleItem();
        await target.DisposeAsync();
        _fixture.Notes.Count(line => line.StartsWith("closed ", StringComparison.Ordinal)).ShouldBe(16);
        await Group.WaitUntilEmptyAsync(pid);
    }

    [Fact]
    public async Task A_shared_process_that_dies_fails_the_turns_on_it_alone_and_is_replaced()
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with { Reuse = true },
            }
        );

        (await target.AskAsync("a")).Answer().ShouldBe("You said: a");
        (await target.AskAsync("die")).Failure().Kind.ShouldBe(ErrorKind.ProcessExit);
        (await target.AskAsync("b")).Answer().ShouldBe("You said: b");

        Pids().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_thousand_runs_on_one_process_leave_nothing_behind()
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with { Reuse = true },
            }
        );
        await target.AskAsync("warm");
        int handles = OpenHandles();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, _) => (await target.AskAsync($"{number}")).Answer().ShouldBe($"You said: {number}")
        );

        Pids().Count().ShouldBe(1);
        OpenHandles().ShouldBeLessThanOrEqualTo(handles + 16);
        await target.DisposeAsync();
        await Group.WaitUntilEmptyAsync(Pids().Single());
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    // Other tests run beside this one; a leak would show as a handle for each run.
    private static int OpenHandles() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    private IEnumerable<int> Pids() =>
        _fixture
            .Notes.Where(line => line.StartsWith("pid ", StringComparison.Ordinal))
            .Select(line => int.Parse(line["pid ".Length..], CultureInfo.InvariantCulture));
}
