using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Tests.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Composites;

/// <summary>Composites of real targets, made from what a user writes.</summary>
[Trait("Needs", "python")]
public sealed class CompositeTargetTests : IDisposable
{
    private const string Echo = """
        import json, sys
        turns = 0
        for line in sys.stdin:
            turns += 1
            asked = json.loads(line)
            print(json.dumps({"type": "usage", "usage": {"input_tokens": 2, "output_tokens": 3}}), flush=True)
            print(json.dumps({"type": "final", "output": f"{sys.argv[1]} {turns}: " + asked["input"]}), flush=True)
        """;

    private const string Agents = """
        import time
        def shout(input):
            return input.upper()
        def fail(input):
            raise ValueError("as asked")
        def hang(input):
            time.sleep(600)
        def where(input):
            import os
            return os.path.basename(os.getcwd()) + os.environ["MOOD"]
        """;

    private readonly TempWorkspace _workspace = new();

    [Fact]
    public async Task A_process_and_a_function_work_one_after_the_other_and_keep_their_state()
    {
        await using ITarget target = Target(
            """
            composite:
              mode: sequential
              targets:
                - {process: {command: [python3, echo.py, first]}}
                - {target: "agents:shout"}
            """
        );
        await using IConversation talk = target.StartConversation(new ConversationContext { RunId = "run-1" });

        List<AgentEvent> first = await talk.AskAsync("hello");
        List<AgentEvent> second = await talk.AskAsync("again", number: 2);

        first.Answer().ShouldBe("FIRST 1: HELLO");
        second.Answer().ShouldBe("FIRST 2: AGAIN");
        first
            .OfType<NestedEvent>()
            .Select(nested => nested.Event)
            .OfType<UsageEvent>()
            .ShouldHaveSingleItem()
            .Usage.OutputTokens.ShouldBe(3);
    }

    [Fact]
    public async Task Composites_are_nested()
    {
        await using ITarget target = Target(
            """
            composite:
              mode: parallel
              targets:
                - {name: loud, target: "agents:shout"}
                - name: chain
                  composite:
                    mode: sequential
                    targets: [{process: {command: [python3, echo.py, a]}}, {process: {command: [python3, echo.py, b]}}]
            """
        );

        List<AgentEvent> events = await target.AskAsync("hi");

        events.Answer().ShouldBe("## loud\n\nHI\n\n## chain\n\nb 1: a 1: hi");
        target.Name.ShouldBe("parallel(loud, chain)");
    }

    [Fact]
    public async Task A_members_guard_ends_the_member_and_the_others_answer()
    {
        await using ITarget target = Target(
            """
            composite:
              mode: ensemble
              targets:
                - {name: stuck, target: "agents:hang", guards: {max_duration: 300ms}}
                - {name: broken, target: "agents:fail"}
                - {name: fine, target: "agents:shout"}
            """
        );

        List<AgentEvent> events = await target.AskAsync("hi");

        events.Answer().ShouldBe("HI");
        events
            .OfType<NestedEvent>()
            .Where(nested => nested.Event is LimitEvent or ErrorEvent)
            .Select(nested => nested.AgentName)
            .ShouldBe(["stuck", "broken"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_outer_guard_ends_all_members()
    {
        await using ITarget target = Target(
            """
            guards: {max_duration: 1s}
            composite:
              mode: parallel
              targets: [{target: "agents:hang"}, {target: "agents:hang"}]
            """
        );

        List<AgentEvent> events = await target.AskAsync("hi");

        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("max_duration");
    }

    [Fact]
    public async Task Folder_and_variables_of_the_composite_count_for_its_members()
    {
        Directory.CreateDirectory(_workspace.PathOf("sub"));
        await using ITarget target = Target(
            """
            working_directory: sub
            environment_vars: {MOOD: "!"}
            composite:
              mode: sequential
              targets: [{target: "agents:where"}]
            """,
            folder: "sub"
        );

        (await target.AskAsync("?")).Answer().ShouldBe("sub!");
    }

    [Fact]
    public async Task A_model_writes_the_synthesis_from_a_script_beside_the_configuration()
    {
        _workspace.Write("judge.json", """{"replies": ["Both are right."]}""");
        await using ITarget target = Target(
            """
            composite:
              mode: ensemble
              aggregate: synthesis
              model: scripted:judge.json
              targets: [{target: "agents:shout"}, {process: {command: [python3, echo.py, x]}}]
            """
        );

        (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        (await target.AskAsync("hi")).Answer().ShouldBe("Both are right.");
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_found_before_the_first_run()
    {
        await using ITarget target = Target(
            """
            composite:
              mode: ensemble
              aggregate: best_of
              model: scripted:nowhere.json
              targets: [{target: "agents:shout"}]
            """
        );

        AgentError error = (await target.ProbeAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();

        error.Message.ShouldStartWith("`aggregator`: ");
        error.Message.ShouldContain("nowhere.json");
    }

    [Theory]
    [InlineData("sequential", "", true)]
    [InlineData("parallel", "", false)]
    [InlineData("parallel", "min_success: 2", true)]
    public async Task A_missing_member_matters_before_the_first_run_where_it_must_answer(
        string mode,
        string more,
        bool isTold
    )
    {
        await using ITarget target = Target(
            $$"""
            composite:
              mode: {{mode}}
              targets: [{target: "agents:shout"}, {name: gone, process: {command: [no-such-program] } } ]
              {{more}}
            """
        );

        AgentError? error = await target.ProbeAsync(TestContext.Current.CancellationToken);

        (error is not null).ShouldBe(isTold);
        error?.Message.ShouldStartWith("`gone`: `no-such-program` is not on PATH");
    }

    public void Dispose() => _workspace.Dispose();

    private ITarget Target(string yaml, string folder = "")
    {
        _workspace.Write(Path.Combine(folder, "echo.py"), Echo);
        _workspace.Write(Path.Combine(folder, "agents.py"), Agents);
        ConfigurationErrors errors = new();
        RunnerOptions? options = Ensemble.Read(yaml, errors);
        errors.Items.ShouldBeEmpty();
        return TargetFactory.Create(
            options!,
            new TargetEnvironment { ProjectDirectory = _workspace.Root, Variables = AgentFixture.Variables }
        );
    }
}
