using System.Text;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Python.Replay;
using Baton.Targets.Tests.Processes;

namespace Baton.Targets.Tests.Python;

[Trait("Needs", "Python")]
public sealed class ArgumentReplayTests
{
    private const string Handler = """
        async def run(data, send, fail=None):
            parts = [item.text for item in data.item.content]
            await send(f"{data['user']['name']} says {' / '.join(parts)}")
        """;

    private const string Call =
        """{"_version": "1.0", "target": "agent:run", "kwargs": {"data": {"user": {"name": "Ann"}, "item": {"content": [{"text": "recorded"}, {"text": "more"}]}}, "send": "<builtin:collector.send>"}, "iteration": 0, "timestamp": "2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task The_input_is_put_into_the_recorded_arguments_and_what_is_sent_is_the_answer()
    {
        await using PythonAgent agent = Replaying(Handler, Call, "override_param_path: data.item.content.0.text");
        (await agent.OutputAsync("hello")).ShouldBe("Ann says hello / more");
        (await agent.OutputAsync("again")).ShouldBe("Ann says again / more");
    }

    [Theory]
    [InlineData("def run(text, send):\n  send('a'); send('b ' + text)")]
    [InlineData("async def run(text, send):\n  send('a'); send('b ' + text)")]
    [InlineData("async def run(text, send):\n  await send('a'); await send('b ' + text)")]
    [InlineData(
        "import asyncio\nasync def run(text, send):\n  await asyncio.create_task(send('a')); await asyncio.gather(send('b ' + text))"
    )]
    [InlineData(
        "import asyncio\ndef run(text, send):\n  asyncio.run(go(text, send))\nasync def go(text, send):\n  await send('a'); await send('b ' + text)"
    )]
    [InlineData("def run(text, send):\n  send({'delta': 'a'}); send(content='b ' + text)")]
    [InlineData("def run(text, send):\n  send('a'); send('b ' + text); return 'ignored'")]
    public async Task A_collector_may_be_called_awaited_or_made_a_task(string code)
    {
        foreach (string marker in new[] { "<builtin:collector.send>", "<builtin:collector.send:async>" })
        {
            if (
                marker.EndsWith(":async>", StringComparison.Ordinal)
                && !code.Contains("await send", StringComparison.Ordinal)
            )
            {
                continue;
            }

            await using PythonAgent agent = Replaying(
                code,
                """{"kwargs": {"text": "recorded", "send": "MARKER"}}""".Replace(
                    "MARKER",
                    marker,
                    StringComparison.Ordinal
                )
            );

            List<AgentEvent> events = await agent.RunAsync("hi");

            PythonAgent.Output(events).ShouldBe("ab hi");
            events.OfType<TextEvent>().Select(text => text.Content).ShouldBe(["a", "b hi"]);
        }
    }

    [Fact]
    public async Task A_collector_recorded_as_a_coroutine_function_is_one()
    {
        await using PythonAgent agent = Replaying(
            """
            import asyncio
            async def run(text, send, plain):
                await send(f"{asyncio.iscoroutinefunction(send)} {asyncio.iscoroutinefunction(plain)}")
            """,
            """{"kwargs": {"text": "", "send": "<builtin:collector.send:async>", "plain": "<builtin:collector.send>"}}"""
        );

        (await agent.OutputAsync()).ShouldBe("True False");
    }

    [Fact]
    public async Task What_is_sent_streams_as_it_is_sent()
    {
        await using PythonAgent agent = Replaying(
            """
            import asyncio
            gate = asyncio.Event()
            async def run(text, send):
                await send("first")
                await asyncio.Event().wait()
            """,
            """{"kwargs": {"text": "", "send": "<builtin:collector.send>"}}"""
        );
        await using IConversation conversation = agent.Converse();
        await using IAsyncEnumerator<AgentEvent> events = conversation
            .TakeTurnAsync(new Turn { Input = "hi" }, PythonAgent.Patience)
            .GetAsyncEnumerator();

        (await events.MoveNextAsync()).ShouldBeTrue();

        events.Current.ShouldBeOfType<TextEvent>().Content.ShouldBe("first");
    }

    [Fact]
    public async Task Nothing_that_is_sent_is_lost_however_much_it_is()
    {
        await using PythonAgent agent = Replaying(
            "async def run(text, send):\n  for number in range(20000):\n    send(f'{number},')",
            """{"kwargs": {"text": "", "send": "<builtin:collector.send>"}}"""
        );

        (await agent.OutputAsync()).ShouldBe(string.Concat(Enumerable.Range(0, 20000).Select(number => $"{number},")));
    }

    [Fact]
    public async Task What_is_sent_as_an_error_fails_the_run_and_text_before_it_stays()
    {
        await using PythonAgent agent = Replaying(
            "def run(text, send, fail):\n  send('half')\n  fail(ValueError('no more'))\n  return 'x'",
            """{"kwargs": {"text": "", "send": "<builtin:collector.send>", "fail": "<builtin:collector.error>"}}"""
        );

        List<AgentEvent> events = await agent.RunAsync();

        events.OfType<TextEvent>().Single().Content.ShouldBe("half");
        AgentError error = events[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.Agent);
        error.Message.ShouldBe("ValueError: no more");
    }

    [Fact]
    public async Task An_exception_after_something_was_sent_is_the_outcome()
    {
        await using PythonAgent agent = Replaying(
            "def run(text, send):\n  send('half')\n  raise KeyError('x')",
            """{"kwargs": {"text": "", "send": "<builtin:collector.send>"}}"""
        );

        (await agent.ErrorAsync()).Kind.ShouldBe(ErrorKind.Exception);
    }

    [Fact]
    public async Task An_agent_that_sends_nothing_answers_with_what_it_returns()
    {
        const string call = """{"kwargs": {"text": "recorded", "send": "<builtin:collector.send>"}}""";
        await using PythonAgent returning = Replaying("def run(text, send): return 'got ' + text", call);
        await using PythonAgent silent = Replaying("def run(text, send): pass", call);

        (await returning.OutputAsync("hi")).ShouldBe("got hi");
        AgentError error = await silent.ErrorAsync();
        error.Kind.ShouldBe(ErrorKind.NoOutput);
        error.Message.ShouldContain("nothing was sent through the recorded callables");
    }

    [Fact]
    public async Task Iterations_take_the_recorded_calls_in_turn_and_every_turn_of_a_conversation_the_same()
    {
        await using PythonAgent agent = Replaying(
            "def run(text, who): return f'{who}: {text}'",
            """
            {"target": "agent:run", "kwargs": {"text": "", "who": "first"}}
            {"target": "agent:other", "kwargs": {"text": "", "who": "not this"}}

            {"target": "agent:run", "kwargs": {"text": "", "who": "second"}}
            """
        );

        List<string> outputs = [];
        for (int iteration = 0; iteration < 3; iteration++)
        {
            outputs.Add(await agent.OutputAsync("hi", new ConversationContext { RunId = "r", Iteration = iteration }));
        }

        outputs.ShouldBe(["first: hi", "second: hi", "first: hi"]);
        IConversation conversation = agent.Converse(new ConversationContext { RunId = "r", Iteration = 1 });
        (await PythonAgent.TurnAsync(conversation, "a")).OfType<FinalEvent>().Single().Output.ShouldBe("second: a");
        (await PythonAgent.TurnAsync(conversation, "b", 2)).OfType<FinalEvent>().Single().Output.ShouldBe("second: b");
    }

    [Fact]
    public async Task A_call_may_change_its_arguments_without_the_next_one_seeing_it()
    {
        await using PythonAgent agent = Replaying(
            "def run(data):\n  data.seen = data.seen + [data.text]\n  data['n'] = data.n + 1\n  return f'{data.seen} {data.n}'",
            """{"kwargs": {"data": {"text": "", "seen": [], "n": 0}}}""",
            "override_param_path: data.text"
        );

        (await agent.OutputAsync("a")).ShouldBe("['a'] 1");
        (await agent.OutputAsync("b")).ShouldBe("['b'] 1");
    }

    [Theory]
    [InlineData("""{"args": ["recorded", 3]}""", null)]
    [InlineData("""{"args": ["recorded"], "kwargs": {"n": 3}}""", null)]
    [InlineData("""{"args": ["recorded", 3], "kwargs": {}}""", "override_param_path: args.0")]
    [InlineData("""{"kwargs": {"n": 3}}""", null)]
    public async Task Arguments_may_have_been_recorded_by_position(string call, string? setting)
    {
        await using PythonAgent agent = Replaying("def run(text, n): return text * n", call, setting ?? "");

        (await agent.OutputAsync("ab")).ShouldBe("ababab");
    }

    [Fact]
    public async Task What_was_not_recorded_and_Baton_knows_is_given_as_ever()
    {
        await using PythonAgent agent = Replaying(
            "class Agent:\n  def handle(self, data, iteration, *, persona): return f'{data.text} {iteration} {persona}'\nagent = Agent()",
            """{"target": "agent:Agent.handle", "kwargs": {"data": {"text": ""}}}""",
            "override_param_path: data.text",
            "agent:agent.handle"
        );

        (
            await agent.OutputAsync(
                "hi",
                new ConversationContext
                {
                    RunId = "r",
                    Iteration = 4,
                    Persona = new PersonaContext("novice"),
                }
            )
        ).ShouldBe("hi 4 novice");
    }

    [Fact]
    public async Task Providers_stand_in_for_what_could_not_be_recorded()
    {
        await using PythonAgent agent = Replaying(
            """
            def lookup(order): return f"order {order}"
            def run(data, notify): notify(data.tools.lookup(data.text))
            """,
            """{"kwargs": {"data": {"text": "", "tools": {"lookup": "<repr:<function lookup at 0x7f>>"}}, "notify": "<repr:notify>"}}""",
            "override_param_path: data.text\ncallable_providers: {data.tools.lookup: 'agent:lookup', notify: 'builtin:collector.send'}"
        );

        (await agent.OutputAsync("4711")).ShouldBe("order 4711");
    }

    [Fact]
    public async Task A_value_that_could_not_be_recorded_says_so_when_it_is_used()
    {
        await using PythonAgent agent = Replaying(
            "def run(text, log, db):\n  return text if text == 'unused' else db.find(text)",
            """{"kwargs": {"text": "", "log": "<repr:<Logger app>>", "db": "<repr:<Database>>"}}"""
        );

        (await agent.OutputAsync("unused")).ShouldBe("unused");
        AgentError error = await agent.ErrorAsync("x");
        error.Message.ShouldContain("`db` could not be recorded (<Database>), and the agent needs it (`.find`)");
        error.Message.ShouldContain("callable_providers: {db:");
    }

    [Theory]
    [InlineData(
        "def run(a, b): return ''",
        """{"kwargs": {"a": "", "c": 1}}""",
        "",
        "recording.jsonl:1 does not fit `agent:run(a, b)`"
    )]
    [InlineData(
        "def run(data): return ''",
        """{"kwargs": {"data": {"x": {"y": "t"}}}}""",
        "",
        "`data` is no text; set `replay_args.override_param_path`; the texts that were recorded are at `data.x.y`"
    )]
    [InlineData(
        "def run(a): return ''",
        """{"kwargs": {"a": "<builtin:teleport>"}}""",
        "",
        "known are `<builtin:collector.send>`"
    )]
    [InlineData(
        "def run(a, f): return ''",
        """{"kwargs": {"a": "", "f": ""}}""",
        "callable_providers: {f: 'nowhere:f'}",
        "callable_providers.f: nowhere:f` cannot be loaded: ModuleNotFoundError"
    )]
    [InlineData(
        "x = 1\ndef run(a, f): return ''",
        """{"kwargs": {"a": "", "f": ""}}""",
        "callable_providers: {f: 'agent:x'}",
        "is a `int`, no callable"
    )]
    [InlineData(
        "def run(a): return ''",
        """{"kwargs": {"a": ""}}""",
        "callable_providers: {a.b: 'agent:run'}",
        "names `a.b`, which the call recorded at recording.jsonl:1 does not have"
    )]
    public async Task A_recording_that_does_not_fit_the_code_fails_before_the_first_run(
        string code,
        string call,
        string setting,
        string expected
    )
    {
        await using PythonAgent agent = Replaying(code, call, setting);

        AgentError? error = await agent.Target.ProbeAsync(PythonAgent.Patience);

        error.ShouldNotBeNull().Kind.ShouldBe(ErrorKind.Start);
        error.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("not JSON", "", "recording.jsonl:1:2: is no JSON")]
    [InlineData("\n{\"kwargs\": {}}\n[1]", "", "recording.jsonl:3:1: is no recorded call")]
    [InlineData(
        """{"_version": "2.0", "kwargs": {}}""",
        "",
        "recording.jsonl:1:1: _version: \"2.0\" is no version this Baton reads (1)"
    )]
    [InlineData("""{"target": "agent:run"}""", "", "recording.jsonl:1:1: holds no arguments")]
    [InlineData("""{"kwargs": [1]}""", "", "recording.jsonl:1:1: kwargs: is no object")]
    [InlineData("""{"args": {}}""", "", "recording.jsonl:1:1: args: is no list")]
    [InlineData("", "", "c.yaml:4:3: replay_args.recording_file: `recording.jsonl` holds no calls")]
    [InlineData("""{"target": "a:b", "kwargs": {}}""", "", "holds no call of `agent:run`; it holds calls of `a:b`")]
    [InlineData(
        """{"kwargs": {"a": [1, {"b": "c"}]}}""",
        "override_param_path: a.2.b",
        "c.yaml:5:3: replay_args.override_param_path: `a.2.b` does not exist in the call recorded at recording.jsonl:1: `a` is a list of 2"
    )]
    [InlineData("""{"kwargs": {"a": "t"}}""", "override_param_path: a.b", "`a` is a text")]
    [InlineData(
        """{"kwargs": {"a": "t"}}""",
        "override_param_path: 'a[*]'",
        "c.yaml:5:3: replay_args.override_param_path: must lead to one place"
    )]
    [InlineData(
        """{"kwargs": {"a": "t"}}""",
        "callable_providers: {a: nothing}",
        "c.yaml:5:3: replay_args.callable_providers: `a: nothing` names no callable"
    )]
    public async Task A_wrong_recording_or_section_is_told_with_file_line_and_column(
        string recording,
        string setting,
        string expected
    )
    {
        await using PythonAgent agent = new("def run(a): return ''");

        Errors(agent, recording, setting).ShouldContain(expected);
    }

    [Theory]
    [InlineData(
        "recording_file: missing.jsonl",
        "c.yaml:4:3: replay_args.recording_file: `recording.jsonl` does not exist"
    )]
    [InlineData("", "c.yaml:3:3: replay_args.enabled: needs `recording_file`")]
    public async Task A_recording_that_is_not_there_is_told_at_its_setting(string setting, string expected)
    {
        await using PythonAgent agent = new("def run(a): return ''");
        ConfigurationErrors errors = new();

        Open(agent, $"replay_args:\n  enabled: true\n  {setting}", errors);

        string.Join('\n', errors.Items).ShouldContain(expected);
    }

    [Theory]
    [InlineData("http: {url: 'http://127.0.0.1:1'}", "http")]
    [InlineData("process: {command: [node, a.mjs]}", "process")]
    public async Task Arguments_can_only_be_replayed_to_Python(string runner, string kind)
    {
        await using PythonAgent agent = new("");
        ConfigurationErrors errors = new();

        Open(agent, "replay_args: {enabled: true, recording_file: r.jsonl}", errors, runner);

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        error.Place.ToString().ShouldBe("c.yaml:2:1");
        error.Message.ShouldContain($"the target is `runner.{kind}`");
    }

    [Fact]
    public async Task A_section_that_is_not_enabled_asks_for_nothing()
    {
        await using PythonAgent agent = new("");
        ConfigurationErrors errors = new();

        Open(agent, "replay_args: {enabled: false, recording_file: missing.jsonl}", errors, "http: {url: 'http://x'}")
            .ShouldBeNull();
        errors.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_of_a_composite_are_called_with_their_own_recorded_arguments()
    {
        await using PythonAgent agent = new(
            """
            def draft(text, tone):
                return f"{tone} {text}"
            def polish(text, mark):
                return f"{text}{mark}"
            def plain(text):
                return f"<{text}>"
            """
        );
        agent.Write(
            "recording.jsonl",
            """
            {"target": "agent:draft", "kwargs": {"text": "recorded", "tone": "kind"}}
            {"target": "agent:polish", "kwargs": {"text": "recorded", "mark": "!"}}
            {"target": "elsewhere:plain", "kwargs": {"text": "recorded"}}
            """
        );
        ConfigurationErrors errors = new();
        const string Runner =
            "composite: {mode: sequential, targets: [{target: 'agent:draft'}, {target: 'agent:polish'}, {composite: {mode: sequential, targets: [{target: 'agent:plain'}]}}]}";
        ArgumentReplay? replay = Open(agent, Section(""), errors, Runner);
        errors.Items.ShouldBeEmpty();
        RunnerOptions options = Read(Runner);

        await using ITarget target = TargetFactory.Create(options, agent.Environment with { Replay = replay });

        (await target.AskAsync("hello")).Answer().ShouldBe("<kind hello!>");
    }

    [Fact]
    public async Task A_composite_without_a_recorded_member_is_refused()
    {
        await using PythonAgent agent = new("");
        agent.Write("recording.jsonl", """{"target": "agent:other", "kwargs": {}}""");
        ConfigurationErrors errors = new();

        Open(
            agent,
            Section(""),
            errors,
            "composite: {mode: ensemble, targets: [{target: 'agent:run'}, {http: {url: 'http://x'}}]}"
        );
        Open(agent, Section(""), errors, "composite: {mode: ensemble, targets: [{http: {url: 'http://x'}}]}");

        errors.Items.Count.ShouldBe(2);
        errors.Items[0].ToString().ShouldContain("holds no call of `agent:run`");
        errors.Items[1].ToString().ShouldContain("`runner.composite`, which has no Python member");
    }

    private static RunnerOptions Read(string runner)
    {
        ConfigurationErrors errors = new();
        ConfigurationMapping tree = (ConfigurationMapping)
            ConfigurationText.Parse(
                "c.yaml",
                Encoding.UTF8.GetBytes($"runner: {{{runner}}}"),
                ConfigurationFormat.Yaml,
                errors
            )!;
        return ConfigurationBinder.Bind<RunnerOptions>(tree["runner"]!.Value, "runner", errors)!;
    }

    private static PythonAgent Replaying(
        string code,
        string recording,
        string setting = "",
        string target = "agent:run"
    )
    {
        PythonAgent agent = new(code, target);
        agent.Write("recording.jsonl", recording);
        ConfigurationErrors errors = new();
        ArgumentReplay? replay = Open(agent, Section(setting), errors);
        replay.ShouldNotBeNull(string.Join('\n', errors.Items));
        agent.Environment = agent.Environment with { Replay = replay };
        return agent;
    }

    private static string Errors(PythonAgent agent, string recording, string setting)
    {
        agent.Write("recording.jsonl", recording);
        ConfigurationErrors errors = new();
        Open(agent, Section(setting), errors).ShouldBeNull();
        return string.Join('\n', errors.Items);
    }

    private static string Section(string setting) =>
        "replay_args:\n  enabled: true\n  recording_file: recording.jsonl\n  "
        + setting.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static ArgumentReplay? Open(
        PythonAgent agent,
        string section,
        ConfigurationErrors errors,
        string? runner = null
    )
    {
        ConfigurationMapping tree = (ConfigurationMapping)
            ConfigurationText.Parse(
                "c.yaml",
                Encoding.UTF8.GetBytes($"runner: {{{runner ?? $"target: '{agent.Options.Target}'"}}}\n{section}"),
                ConfigurationFormat.Yaml,
                errors
            )!;
        ReplayOptions? options = ConfigurationBinder.Bind<ReplayOptions>(
            tree["replay_args"]!.Value,
            "replay_args",
            errors
        );
        RunnerOptions? target = ConfigurationBinder.Bind<RunnerOptions>(tree["runner"]!.Value, "runner", errors);
        if (options is null || target is null)
        {
            return null;
        }

        ReplayRequest request = new()
        {
            Options = options,
            Runner = target,
            Tree = tree,
            RecordingPath = System.IO.Path.Combine(agent.Root, "recording.jsonl"),
            ShownAs = "recording.jsonl",
        };
        return ArgumentReplay.Open(request, errors);
    }
}
