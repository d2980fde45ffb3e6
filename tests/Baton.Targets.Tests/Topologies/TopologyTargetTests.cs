using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Tests.Docs;
using Baton.Targets.Tests.Processes;
using Baton.Targets.Topologies;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Topologies;

/// <summary>Teams of models and of real targets, rehearsed as one agent.</summary>
[Trait("Needs", "python")]
public sealed class TopologyTargetTests : IDisposable
{
    private const string Agents = """
        import json, os
        calls = []
        def shout(input):
            calls.append(input)
            asked = json.loads(input)["current"] if input.startswith("{") else input
            return f"{asked.upper()} {len(calls)}"
        def judge(input):
            asked = json.loads(input)
            assert "approved" in asked["answer_schema"]["properties"], asked
            return json.dumps({"approved": True, "confidence": 0.9})
        def hear(input):
            return input
        def tidy(input):
            return os.environ["MOOD"] + ": " + json.loads(input)["current"]
        """;

    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Models_and_targets_fill_slots_and_a_shared_section_is_started_once()
    {
        _workspace.Write("answers.json", """{"replies": ["hello there"]}""");
        await using ITarget target = Team(
            """
            agents:
              model: {role: executor, config: {model: "scripted:answers.json"}}
              loud: {role: executor, config: {target: {target: "agents:shout", workers: 1}}}
              louder: {role: executor, config: {target: {target: "agents:shout", workers: 1}}}
            topology: {name: chorus, type: pipeline, members: {first: model, second: loud, third: louder}}
            """
        );

        List<AgentEvent> events = await target.AskAsync("Sing");

        events.Answer().ShouldBe("HELLO THERE 1 2");
        target.Name.ShouldBe("chorus");
        events.OfType<SpanStartedEvent>().Select(step => step.SpanId).ShouldBe(["1/first", "1/second", "1/third"]);
        events.OfType<SpanEndedEvent>().Select(step => step.SpanId).ShouldBe(["1/first", "1/second", "1/third"]);
        events
            .OfType<NestedEvent>()
            .Where(nested => nested.Event is FinalEvent)
            .Select(nested => (nested.CallId, nested.AgentName))
            .ShouldBe([("1/first", "first"), ("1/second", "second"), ("1/third", "third")]);
        FinalEvent final = events[^1].ShouldBeOfType<FinalEvent>();
        final.Metadata!.Value.GetProperty("topology").GetString().ShouldBe("chorus");
        final.Metadata.Value.GetProperty("result").GetProperty("stages").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Steps_of_a_compound_stand_inside_its_parts()
    {
        await using ITarget target = Team(
            """
            agents: {only: {role: executor, config: {target: {target: "agents:hear"}}}}
            topology:
              name: whole
              type: compound
              config: {sub_topologies: [{topology: ears}]}
            topologies: {ears: {type: ensemble, config: {aggregation_method: vote}}}
            """
        );

        List<AgentEvent> events = await target.AskAsync("hi");

        events
            .OfType<SpanStartedEvent>()
            .Select(span => (span.SpanId, span.ParentSpanId))
            .ShouldBe([("1/ears", null), ("1/ears/only", "1/ears")]);
        events.OfType<SpanEndedEvent>().Select(span => span.SpanId).ShouldBe(["1/ears/only", "1/ears"]);
    }

    [Fact]
    public async Task A_later_turn_gets_the_transcript()
    {
        await using ITarget target = Team(
            """
            agents: {only: {role: executor, config: {target: {target: "agents:hear"}}}}
            topology: {name: ears, type: ensemble, config: {aggregation_method: concat}}
            """
        );
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "run-1" });

        List<AgentEvent> first = await talk.AskAsync("Open today?");
        List<AgentEvent> second = await talk.TakeAsync(
            new Turn
            {
                Input = "On Sunday?",
                Number = 2,
                History = [new(new("user"), "Open today?"), new(new("assistant"), "Until six.")],
            }
        );

        first.Answer().ShouldBe("Open today?");
        second
            .Answer()
            .ShouldBe(
                """{"prompt":"On Sunday?","transcript":[{"role":"user","content":"Open today?"},{"role":"assistant","content":"Until six."}]}"""
            );
        second.OfType<SpanStartedEvent>().ShouldHaveSingleItem().SpanId.ShouldBe("2/only");
    }

    [Fact]
    public async Task A_target_is_told_the_form_its_answer_must_have()
    {
        await using ITarget target = Team(
            """
            agents:
              writer: {role: executor, config: {target: {target: "agents:hear"}}}
              judge: {role: reviewer, config: {max_retries: 0, target: {target: "agents:judge"}}}
            topology: {name: checked, type: crosscheck, members: {primary: writer, checker_1: judge}}
            """
        );

        List<AgentEvent> events = await target.AskAsync("It is noon.");

        events.Answer().ShouldBe("It is noon.");
        events[^1]
            .ShouldBeOfType<FinalEvent>()
            .Metadata!.Value.GetProperty("result")
            .GetProperty("approved")
            .GetBoolean()
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_step_that_is_repeated_shows_both_attempts()
    {
        _workspace.Write("answers.json", """{"replies": [{"failure": "oops"}, "better"]}""");
        await using ITarget target = Team(
            """
            agents: {only: {role: executor, config: {model: "scripted:answers.json"}}}
            topology: {name: again, type: pipeline, config: {max_stage_retries: 1}}
            """
        );

        List<AgentEvent> events = await target.AskAsync("Try");

        events.Answer().ShouldBe("better");
        events
            .OfType<NestedEvent>()
            .Where(nested => nested.Event is ErrorEvent or FinalEvent)
            .Select(nested => nested.Event.Type)
            .ShouldBe(["error", "final"]);
        events.OfType<SpanStartedEvent>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true, "hello")]
    [InlineData(false, "hello")]
    [InlineData(null, null)]
    public async Task A_person_is_asked_through_whoever_approves_tools(bool? approves, string? answer)
    {
        _workspace.Write("answers.json", """{"replies": ["hello"]}""");
        await using ITarget target = Team(
            """
            agents: {only: {role: executor, config: {model: "scripted:answers.json", capabilities: [{human_in_loop: {question: "Polite?"}}]}}}
            topology: {name: asked, type: pipeline}
            """
        );
        List<ToolApprovalRequestedEvent> questions = [];
        ConversationContext context = new()
        {
            RunId = "run-1",
            ApproveTool = approves is { } first
                ? (request, _) =>
                {
                    questions.Add(request);
                    return ValueTask.FromResult(new ToolApproval(first || questions.Count > 1, "warmer"));
                }
                : null,
        };

        List<AgentEvent> events = await target.AskAsync("Greet", context);

        if (answer is null)
        {
            events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("approval");
            return;
        }

        events.Answer().ShouldBe(answer);
        questions[0].ToolName.ShouldBe("only");
        questions[0].Arguments!.Value.GetProperty("question").GetString().ShouldBe("Polite?");
        SpanStartedEvent[] steps = [.. events.OfType<SpanStartedEvent>()];
        steps.Length.ShouldBe(approves == true ? 1 : 2);
        steps[^1].Input!.Value.GetString()!.Contains("warmer", StringComparison.Ordinal).ShouldBe(approves == false);
        events.OfType<SpanEndedEvent>().Select(step => step.SpanId).ShouldBe(steps.Select(step => step.SpanId));
    }

    [Fact]
    public async Task The_failure_of_the_team_is_the_error_of_the_turn()
    {
        await using ITarget target = Team(
            """
            agents: {only: {role: executor, config: {max_retries: 0, target: {target: "agents:judge"}}}}
            topology: {name: broken, type: ensemble, config: {aggregation_method: vote}}
            """
        );

        List<AgentEvent> events = await target.AskAsync("no json");

        AgentError error = events[^1].ShouldBeOfType<ErrorEvent>().Error;
        error.Kind.ShouldBe(ErrorKind.Agent);
        error.Message.ShouldContain("1 of 1 members failed");
    }

    [Fact]
    public void Everything_wrong_with_the_team_is_said_before_anything_starts()
    {
        ConfigurationException wrong = Should.Throw<ConfigurationException>(() =>
            Team(
                """
                agents:
                  one: {role: executor, config: {target: {htpp: {url: "x"}}}}
                  two: {role: executor, config: {target: {http: {url: "${URL}", timeout: "${LIMIT}"}, workers: many}}}
                topology: {name: odd, type: pipeline, members: {a: thre}}
                """
            )
        );

        wrong
            .Errors.Select(error => error.ToString())
            .ShouldBe([
                "team.yaml:2:43: agents.one.config.target.htpp: unknown key; did you mean `http`?",
                "team.yaml:3:96: agents.two.config.target.workers: expected a whole number, found the text `many`",
                "team.yaml:4:52: topology.members.a: there is no agent `thre`",
            ]);
    }

    [Theory]
    [InlineData("""{model: "openai:gpt-4o-mini"}""", "agent `only`: ", "OPENAI_API_KEY")]
    [InlineData("""{model: "scripted:gone.json"}""", "agent `only`: ", "gone.json")]
    [InlineData("""{target: {process: {command: [no-such-program]}}}""", "agent `only`: ", "no-such-program")]
    [InlineData("""{target: {http: {url: "${NOWHERE_URL}"}}}""", "agent `only`: ", "NOWHERE_URL")]
    public async Task Somebody_who_cannot_be_reached_is_named_before_the_first_run(string config, params string[] words)
    {
        await using ITarget target = Team(
            $"""
            agents:
              only:
                role: executor
                config: {config}
            topology:
              name: alone
              type: pipeline
            """
        );

        AgentError error = (await target.ProbeAsync(CancellationToken.None)).ShouldNotBeNull();

        words.ShouldAllBe(word => error.Message.Contains(word));
    }

    [Fact]
    public async Task The_configurations_of_the_page_do_what_it_says()
    {
        IReadOnlyList<RunnerOptions> pages = TargetPage.Configurations("topology.md");
        string team = TargetPage
            .Yaml("topology.md", "agents:")
            .ShouldHaveSingleItem()
            .Replace("openai:gpt-4o-mini", "scripted:answers.json", StringComparison.Ordinal)
            .Replace("app.check:", "agents:", StringComparison.Ordinal);
        foreach (string folder in new[] { "", "agents" })
        {
            _workspace.Write(Path.Combine(folder, "answers.json"), """{"replies": ["of course"]}""");
            _workspace.Write(Path.Combine(folder, "agents.py"), Agents);
        }

        _workspace.Write("team.yaml", team);
        _workspace.Write(
            "teams/support.yaml",
            team.Replace("name: answers", "name: careful", StringComparison.Ordinal)
        );

        List<string> answers = [];
        foreach (RunnerOptions page in pages)
        {
            await using ITarget target = TargetFactory.Create(page, Place(("MOOD", "grumpy")));
            (await target.ProbeAsync(CancellationToken.None)).ShouldBeNull();
            answers.Add((await target.AskAsync("May I?")).Answer());
        }

        answers.ShouldBe(["grumpy: of course", "friendly: of course"]);
        pages[1].Topology!.Runner.ShouldBe(TeamRunner.Async);
    }

    [Theory]
    [InlineData("{}", "file", "is required")]
    [InlineData("{file: a.yaml, runner: metaflow}", "runner", "one of `local`, `async`")]
    [InlineData("{file: a.yaml, max_concurrent: 0}", "max_concurrent", "from 1 to 1000")]
    [InlineData("{file: a.yaml, timeout: 0}", "timeout", "from 1ms")]
    public void A_section_is_read_strictly(string yaml, string key, string message) =>
        Sections.Check<TopologyOptions>(yaml, key, message);

    [Fact]
    public void A_topology_is_not_repeated_as_a_whole() =>
        Sections.Check<RunnerOptions>(
            "{topology: {file: a.yaml}, max_retries: 2}",
            "max_retries",
            "config.max_retries"
        );

    private ITarget Team(string yaml)
    {
        _workspace.Write("agents.py", Agents);
        _workspace.Write("team.yaml", yaml);
        RunnerOptions options = new()
        {
            Topology = new TopologyOptions { File = "team.yaml", Runner = TeamRunner.Local },
        };
        return TargetFactory.Create(options, Place());
    }

    private TargetEnvironment Place(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> all = new(AgentFixture.Variables, StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        all.Remove("OPENAI_API_KEY");
        return new TargetEnvironment { ProjectDirectory = _workspace.Root, Variables = all };
    }
}
