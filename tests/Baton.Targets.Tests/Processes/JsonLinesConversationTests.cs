using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Tests.Processes;

public sealed class JsonLinesConversationTests
{
    /// <summary>A Python agent that prints the given lines for every input.</summary>
    private static string Saying(params string[] lines) =>
        $$""""
            import sys, json
            for line in sys.stdin:
                message = json.loads(line)
            {{string.Join('\n', lines.Select(line => $"    print(r'''{line}''')"))}}
            """";

    [Fact]
    public async Task A_node_agent_gets_the_input_with_its_context()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Node(
            """
            import readline from 'node:readline';
            for await (const line of readline.createInterface({ input: process.stdin })) {
              console.log(JSON.stringify({ type: 'final', output: line }));
            }
            """
        );
        await using IConversation conversation = target.StartConversation(
            new ConversationContext
            {
                RunId = "r7",
                Persona = new PersonaContext("novice", "You are new."),
                Iteration = 3,
                AutoApproveTools = true,
            }
        );
        Turn turn = new()
        {
            Input = "a \"quote\"\nand ünicode",
            Number = 2,
            History = [new(ChatRole.User, "before"), new(ChatRole.Assistant, "answered")],
        };

        List<AgentEvent> events = [];
        await foreach (AgentEvent next in conversation.TakeTurnAsync(turn, TestContext.Current.CancellationToken))
        {
            events.Add(next);
        }

        events
            .Answer()
            .ShouldBe(
                """
                {"type":"input","input":"a \"quote\"\nand ünicode","context":{"persona":"novice","persona_prompt":"You are new.","iteration":3,"turn":2,"run_id":"r7","messages":[{"role":"user","content":"before"},{"role":"assistant","content":"answered"}],"auto_approve_tools":true}}
                """
            );
    }

    [Fact]
    public async Task Deltas_joined_are_the_answer_of_a_final_without_output()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                Saying(
                    """{"type":"delta","delta":"Hel"}""",
                    """{"type":"delta","delta":""}""",
                    """{"type":"delta","delta":{"text":"lo"}}""",
                    """{"type":"final"}"""
                )
            )
            .AskAsync();

        events.ShouldBe([new TextEvent("Hel"), new TextEvent("lo"), new FinalEvent("Hello")]);
    }

    [Fact]
    public async Task With_a_stream_path_the_deltas_win_and_the_final_output_is_kept()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                Saying(
                    """{"type":"delta","message":{"delta":"stre"}}""",
                    """{"type":"chunk","message":{"delta":"amed"}}""",
                    """{"type":"final","output":"summary","metadata":{"a":1}}"""
                ),
                options => options with { StreamOutputPath = DataPath.Parse("message.delta", null) }
            )
            .AskAsync();

        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("streamed");
        final.Metadata!.Value.GetRawText().ShouldBe("""{"a":1,"final_output":"summary"}""");
    }

    [Fact]
    public async Task With_a_stream_path_and_no_deltas_the_final_output_is_the_answer()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                Saying("""{"type":"final","output":"whole"}"""),
                options => options with { StreamOutputPath = DataPath.Parse("message.delta", null) }
            )
            .AskAsync();

        events.ShouldBe([new FinalEvent("whole")]);
    }

    [Fact]
    public async Task Tools_spans_facts_and_usage_become_events_in_order()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                Saying(
                    """{"type":"tool_call","id":"c1","name":"search","arguments":{"q":1}}""",
                    """{"type":"tool_result","id":"c1","result":["x"]}""",
                    """{"type":"tool_call","name":"nameless"}""",
                    """{"type":"tool_result","error":"broke"}""",
                    """{"type":"observation","event":"span_start","span_id":"s","name":"plan","kind":"chain","input":"i","timestamp":"2026-01-02T03:04:05Z"}""",
                    """{"type":"span_end","span_id":"s","output":2}""",
                    """{"type":"observation","name":"cache","data":true}""",
                    """{"type":"usage","input_tokens":3,"output_tokens":4,"cost":0.5,"model":"m"}""",
                    """{"type":"final","output":{"ok":true},"usage":{"prompt_tokens":1}}"""
                )
            )
            .AskAsync();

        events
            .Select(next => next.Type)
            .ShouldBe([
                "tool_call",
                "tool_result",
                "tool_call",
                "tool_result",
                "span_start",
                "span_end",
                "event",
                "usage",
                "usage",
                "final",
            ]);
        ToolCallEvent call = events[0].ShouldBeOfType<ToolCallEvent>();
        (call.CallId, call.ToolName, call.Arguments!.Value.GetRawText()).ShouldBe(("c1", "search", """{"q":1}"""));
        events[1].ShouldBeOfType<ToolResultEvent>().Result!.Value.GetRawText().ShouldBe("""["x"]""");
        ToolResultEvent failed = events[3].ShouldBeOfType<ToolResultEvent>();
        failed.Error.ShouldBe("broke");
        failed.CallId.ShouldBe(events[2].ShouldBeOfType<ToolCallEvent>().CallId);
        SpanStartedEvent span = events[4].ShouldBeOfType<SpanStartedEvent>();
        (span.SpanId, span.Name, span.Kind).ShouldBe(("s", "plan", "chain"));
        span.Timestamp.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        events[7]
            .ShouldBe(
                new UsageEvent(
                    new Usage
                    {
                        InputTokens = 3,
                        OutputTokens = 4,
                        TotalTokens = 7,
                        Cost = 0.5m,
                    },
                    "m"
                )
            );
        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Output.ShouldBe("""{"ok":true}""");
        final.Raw!.Value.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task What_is_printed_is_kept_as_logs_and_is_never_a_failure()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                Saying(
                    "loading…",
                    """["no object"]""",
                    """{"level":30,"msg":"a JSON logger"}""",
                    """{"type":"surprise"}""",
                    """{"type":"final","output":"done"}"""
                )
            )
            .AskAsync();

        events.ShouldBe([
            new LogEvent("loading…", "stdout"),
            new LogEvent("""["no object"]""", "stdout"),
            new LogEvent("""{"level":30,"msg":"a JSON logger"}""", "stdout"),
            new LogEvent("""{"type":"surprise"}""", "stdout"),
            new FinalEvent("done"),
        ]);
    }

    [Fact]
    public async Task What_was_logged_to_stderr_before_the_answer_is_kept_with_the_turn()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import sys, os, json
            for line in sys.stdin:
                os.write(2, b"thinking\n")
                os.write(1, b'{"type":"final","output":"done"}\n')
            """
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        for (int turn = 1; turn <= 20; turn++)
        {
            (await conversation.AskAsync("go", turn)).ShouldBe([
                new LogEvent("thinking", "stderr"),
                new FinalEvent("done"),
            ]);
        }
    }

    [Fact]
    public async Task An_error_line_fails_the_turn_with_its_code_and_the_tail_of_stderr()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                """
                import sys
                sys.stdin.readline()
                print("about to fail", file=sys.stderr)
                print('{"type":"error","error":"no credit","code":"quota"}')
                sys.stdin.read()
                """
            )
            .AskAsync();

        AgentError error = events.Failure();
        error.Kind.ShouldBe(ErrorKind.Agent);
        error.Message.ShouldBe("no credit");
        error.Details!["code"]!.GetValue<string>().ShouldBe("quota");
        error.Details!["stderr"]!.GetValue<string>().ShouldContain("about to fail");
    }

    [Fact]
    public async Task A_process_is_kept_between_the_turns_of_its_conversation()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import sys, json
            said = []
            for line in sys.stdin:
                said.append(json.loads(line)["input"])
                print(json.dumps({"type": "final", "output": " ".join(said)}))
            """
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        (await conversation.AskAsync("one")).Answer().ShouldBe("one");
        (await conversation.AskAsync("two", 2)).Answer().ShouldBe("one two");
        (await target.AskAsync("other")).Answer().ShouldBe("other");
    }

    [Fact]
    public async Task A_program_that_exits_after_its_answer_is_started_again_for_each_turn()
    {
        await using AgentFixture fixture = new();
        ProcessTarget target = fixture.Python(
            """
            import sys, json
            print(json.dumps({"type": "final", "output": json.loads(sys.stdin.readline())["input"]}))
            """
        );
        await using IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" });

        for (int turn = 1; turn <= 5; turn++)
        {
            (await conversation.AskAsync($"turn {turn}", turn)).Answer().ShouldBe($"turn {turn}");
        }
    }

    [Fact]
    public async Task Any_bytes_a_program_prints_are_read_without_a_crash()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                """
                import sys, time
                out = sys.stdout.buffer
                sys.stdin.readline()
                out.write(b'\xef\xbb\xbf{"type":"delta","delta":"bom"}\r\n')
                text = '{"type":"delta","delta":"h\u00e4lf"}\n'.encode()
                cut = text.index(b'\xc3') + 1
                out.write(text[:cut]); out.flush(); out.write(text[cut:])
                out.write(b'{"type":"delta","delta":"bad \xff"}\n')
                out.write(b'{"type":"delta","delta":"lone \\udc80 half"}\n')
                out.write(b'{"type":"final"}')
                out.flush()
                """
            )
            .AskAsync();

        events.Answer().ShouldBe("bomhälfbad \uFFFDlone \uFFFD half");
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_ready_line()
    {
        await using AgentFixture fixture = new();
        List<AgentEvent> events = await fixture
            .Python(
                """
                import sys, select
                early, _, _ = select.select([sys.stdin], [], [], 0.2)
                print("ready to serve", file=sys.stderr)
                sys.stdin.readline()
                print('{"type":"final","output":"%s"}' % ("early" if early else "in time"))
                """,
                options => options with { ReadyPattern = ReadyPattern.Parse("^ready", null) }
            )
            .AskAsync();

        events.Answer().ShouldBe("in time");
    }
}
