using System.Globalization;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Processes;
using Baton.Targets.Tests.Composites;

namespace Baton.Targets.Tests.Processes.Acp;

/// <summary>Agents that cannot be started, speak something else, or break the protocol's rules.</summary>
[Trait("Needs", "python")]
public sealed class AcpFailureTests : IAsyncDisposable
{
    private const string Greeting = """
        session = {"initialize": {"protocolVersion": 1}, "session/new": {"sessionId": "s"}}
        def text(words):
            say(method="session/update", params={"sessionId": "s", "update": {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": words}}})
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["method"] in session:
                say(id=asked["id"], result=session[asked["method"]])
                continue

        """;

    private readonly AcpAgentFixture _fixture = new();

    [Theory]
    [InlineData(
        "for line in sys.stdin: say(id=json.loads(line)['id'], result={'protocolVersion': 2})",
        ErrorKind.Protocol,
        "speaks version 2 of the Agent Client Protocol, Baton speaks 1"
    )]
    [InlineData(
        "for line in sys.stdin: say(id=json.loads(line)['id'], result={})",
        ErrorKind.Protocol,
        "answer to `initialize` is not what"
    )]
    [InlineData(
        "for line in sys.stdin: say(id=json.loads(line)['id'], error={'code': -32601, 'message': 'what?'})",
        ErrorKind.Protocol,
        "does not speak the Agent Client Protocol"
    )]
    [InlineData("print('{nonsense', flush=True); time.sleep(600)", ErrorKind.Protocol, "`{nonsense`")]
    [InlineData("sys.exit('no luck')", ErrorKind.ProcessExit, "no luck")]
    [InlineData("time.sleep(600)", ErrorKind.Start, "did not answer `initialize` within 3 s")]
    public async Task A_program_that_is_no_agent_is_told_before_the_first_run(string code, string kind, string said)
    {
        ITarget target = _fixture.Python(
            code,
            options => options with { Process = options.Process! with { ReadyTimeout = TimeSpan.FromSeconds(3) } }
        );

        AgentError error = (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();

        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(said);
        (await target.AskAsync()).Failure().Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_told()
    {
        ITarget target = _fixture.Target(
            new RunnerOptions
            {
                Process = new ProcessOptions
                {
                    Command = new ProcessCommand(["no-such-agent"]),
                    Protocol = ProcessProtocol.Acp,
                },
            }
        );

        (await target.ProbeAsync(TestContext.Current.CancellationToken))!.Message.ShouldContain(
            "`no-such-agent` is not on PATH"
        );
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task An_agent_that_wants_a_login_is_told_with_the_ways_it_offers()
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with { Env = new Dictionary<string, string> { ["LOCKED"] = "1" } },
            }
        );

        AgentError error = (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();

        error.Kind.ShouldBe(ErrorKind.Unauthorized);
        error.Message.ShouldEndWith("or name a way it offers as `process.auth_method`: `key` (An API key)");
    }

    [Theory]
    [InlineData("key", "", null)]
    [InlineData("key", "WRONG_KEY", "the agent did not accept the login of `process.auth_method`: ")]
    [InlineData(
        "kye",
        "",
        "the agent offers no way to log in named `kye` (`process.auth_method`); it offers `key` (An API key)"
    )]
    [Trait("Needs", "node")]
    public async Task The_way_to_log_in_that_is_configured_is_used(string method, string variable, string? failure)
    {
        ITarget target = await _fixture.SdkAsync(options =>
            options with
            {
                Process = options.Process! with
                {
                    AuthMethod = method,
                    Env = new Dictionary<string, string> { ["LOCKED"] = "1", [variable.PadLeft(1, '_')] = "1" },
                },
            }
        );

        AgentError? error = await target.ProbeAsync(TestContext.Current.CancellationToken);

        if (failure is null)
        {
            error.ShouldBeNull();
            (await target.AskAsync("hi")).Answer().ShouldBe("You said: hi");
        }
        else
        {
            error.ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Unauthorized);
            error.Message.ShouldStartWith(failure);
        }
    }

    [Theory]
    [InlineData("""    text("part"); print("{broken", flush=True)""", ErrorKind.Protocol, "`{broken`")]
    [InlineData("""    text("part"); print('{"a":"' + "x" * (17 << 20), flush=True)""", ErrorKind.Protocol, "16 MiB")]
    [InlineData(
        """    text("part"); say(id=asked["id"], result={})""",
        ErrorKind.Protocol,
        "answer to `session/prompt`"
    )]
    [InlineData("""    text("part"); say(id=asked["id"])""", ErrorKind.Protocol, "answer to `session/prompt`")]
    [InlineData(
        """    text("part"); import os; os.close(1); time.sleep(600)""",
        ErrorKind.ProcessExit,
        "closed its standard output"
    )]
    [InlineData("""    text("part"); import os; os.kill(os.getpid(), 9)""", ErrorKind.ProcessExit, "SIGKILL")]
    public async Task A_turn_that_breaks_off_keeps_what_came_before(string code, string kind, string said)
    {
        List<AgentEvent> events = await _fixture.Python(Greeting + code).AskAsync();

        events[0].ShouldBe(new TextEvent("part"));
        AgentError error = events.Failure();
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(said);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters()
    {
        ITarget target = _fixture.Python(
            Greeting
                + """
                    update = {"sessionId": "s", "update": {"sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": "caf?"}}}
                    line = json.dumps({"jsonrpc": "2.0", "method": "session/update", "params": update})
                    sys.stdout.buffer.write(b"na\xefve\n" + line.encode().replace(b"?", b"\xe9") + b"\n")
                    text("\ud83d")
                    say(id=asked["id"], result={"stopReason": "end_turn"})
                """
        );

        List<AgentEvent> events = await target.AskAsync();

        events.Answer().ShouldBe("caf\uFFFD\uFFFD");
        events.ShouldContain(new LogEvent("na\uFFFDve", "stdout"));
    }

    [Fact]
    public async Task An_agent_that_closes_its_input_meets_the_time_out_and_is_replaced()
    {
        ITarget target = _fixture.Python(
            Greeting
                + """
                    import os
                    text(f"{os.getpid()}")
                    say(id=asked["id"], result={"stopReason": "end_turn"})
                    os.close(0); open(f"closed-{os.getpid()}", "w").write("yes"); time.sleep(600)
                """,
            options => options with { Process = options.Process! with { Timeout = TimeSpan.FromSeconds(3) } }
        );
        int first;
        await using (IConversation conversation = target.StartConversation(new ConversationContext { RunId = "r" }))
        {
            first = int.Parse((await conversation.AskAsync("one")).Answer(), CultureInfo.InvariantCulture);
            await Group.WaitForFileAsync(Path.Combine(_fixture.Root, $"closed-{first}"));

            (await conversation.AskAsync("two", 2)).Failure().Kind.ShouldBe(ErrorKind.Timeout);
        }

        (await target.AskAsync()).Answer().ShouldNotBe($"{first}");
        await Group.WaitUntilEmptyAsync(first);
    }

    [Fact]
    public async Task A_line_that_trickles_in_forever_meets_the_time_out_and_the_process_ends()
    {
        ITarget target = _fixture.Python(
            Greeting
                + """
                    import os
                    text(f"{os.getpid()}")
                    while True: sys.stdout.write("x"); sys.stdout.flush(); time.sleep(0.01)
                """,
            options => options with { Process = options.Process! with { Timeout = TimeSpan.FromSeconds(3) } }
        );

        List<AgentEvent> events = await target.AskAsync();

        events.Failure().Kind.ShouldBe(ErrorKind.Timeout);
        int pid = int.Parse(events.OfType<TextEvent>().Single().Content, CultureInfo.InvariantCulture);
        await Group.WaitUntilEmptyAsync(pid);
    }

    [Fact]
    public async Task Strange_messages_that_break_no_rule_are_borne()
    {
        ITarget target = _fixture.Python(
            Greeting
                + """
                    print("just a line", flush=True)
                    say(method="session/update")
                    say(method="session/update", params={"sessionId": "other", "update": {}})
                    say(method="session/update", params={"sessionId": "s", "update": {"sessionUpdate": "of tomorrow", "x": 1}})
                    say(method="session/update", params={"sessionId": "s", "update": {"sessionUpdate": "tool_call_update"}})
                    say(id=999, result={})
                    say(id="q", method="session/request_permission", params={"sessionId": "other"})
                    say(method="_vendor/thing", params={})
                    text("fine")
                    say(id=asked["id"], result={"stopReason": "of tomorrow"})
                """
        );

        List<AgentEvent> events = await target.AskAsync();

        events.Answer().ShouldBe("fine");
        events.ShouldContain(new LogEvent("just a line", "stdout"));
        events.OfType<ObservationEvent>().ShouldHaveSingleItem().Name.ShouldBe("of tomorrow");
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_process()
    {
        ITarget target = _fixture.Python(
            "import os\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)",
            options => options with { TimeoutSeconds = TimeSpan.FromSeconds(2) }
        );

        (await target.AskAsync()).Failure().Kind.ShouldBe(ErrorKind.Timeout);

        int pid = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_fixture.Root, "pid"), TestContext.Current.CancellationToken),
            System.Globalization.CultureInfo.InvariantCulture
        );
        await Group.WaitUntilEmptyAsync(pid);
    }

    [Theory]
    [InlineData("ready_pattern: up")]
    [InlineData("stream_output_path: a.b")]
    public void Settings_of_the_other_protocol_are_refused(string setting)
    {
        ConfigurationErrors errors = new();

        Ensemble.Read($"process:\n  command: [a]\n  protocol: acp\n  {setting}\n", errors);

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        error.Key.ShouldBe($"runner.process.{setting.Split(':')[0]}");
        error.Place.Line.ShouldBe(4);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
