using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners.Checks;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>What flows look like, and that Python and Metaflow take them.</summary>
public sealed class GeneratedFlowTests
{
    public static TheoryData<string> EveryScenario() => [.. CheckScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public void A_flow_is_Python_as_a_person_would_write_it(string name) =>
        ApprovedText.ShouldBeApproved(FlowOf(name, MetaflowEnvironment.Local), $"flows/{name}_flow.py");

    [Theory]
    [InlineData(MetaflowEnvironment.Kubernetes)]
    [InlineData(MetaflowEnvironment.Batch)]
    public void A_flow_for_pods_or_jobs_says_on_every_step_what_it_needs(MetaflowEnvironment environment)
    {
        MetaflowOptions options = new()
        {
            Image = "ours/baton:1",
            Cpu = 0.5,
            Memory = 2048,
            Secrets = ["model-keys", "baton-db"],
        };

        string flow = FlowOf("crosscheck", environment, options);

        ApprovedText.ShouldBeApproved(flow, $"flows/crosscheck_{environment.ToString().ToLowerInvariant()}_flow.py");
        flow.Split("@step").Length.ShouldBe(flow.Split($"@{environment.ToString().ToLowerInvariant()}(").Length);
    }

    [Theory]
    [MemberData(nameof(EveryScenario))]
    [Trait("Needs", "python")]
    public async Task Python_compiles_a_flow_and_Metaflow_checks_and_shows_it(string name)
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = CheckScenarios.All[name];
        await using MetaflowRunner runner = new(workspace.Root);
        string flow = runner.WriteFlow(scenario.Topology, scenario.Agents);

        FlowPython.Run(workspace, "-m", "py_compile", flow, workspace.PathOf("metaflow_helpers.py")).ShouldBe(0);
        FlowPython.Run(workspace, flow, "--no-pylint", "check").ShouldBe(0);
        FlowPython.Run(workspace, flow, "--no-pylint", "show").ShouldBe(0);
    }

    [Theory]
    [InlineData(0, true, ConsensusMethod.Mediator)]
    [InlineData(0, true, ConsensusMethod.Unanimous)]
    [InlineData(2, false, ConsensusMethod.Mediator)]
    [InlineData(2, false, ConsensusMethod.Unanimous)]
    [InlineData(2, true, ConsensusMethod.Unanimous)]
    [Trait("Needs", "python")]
    public async Task Metaflow_takes_a_debate_with_any_settings(int rounds, bool mayEndEarly, ConsensusMethod method)
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = CheckScenarios.All["debate"];
        Topology debate = scenario.Topology with
        {
            Config = new DebateConfig
            {
                MaxRounds = rounds,
                AllowEarlyTermination = mayEndEarly,
                ConsensusMethod = method,
            },
        };
        await using MetaflowRunner runner = new(workspace.Root);

        string flow = runner.WriteFlow(debate, scenario.Agents);

        FlowPython.Run(workspace, flow, "--no-pylint", "check").ShouldBe(0);
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Slots_and_texts_of_any_kind_make_good_Python()
    {
        using TempWorkspace workspace = new();
        string[] slots = ["end", "next", "class", "2nd", "ä-ö", "a_b", "a-b", "state", "\"quoted\\"];
        Topology odd = new()
        {
            Name = "2-odd_ones",
            Description = "Says \"\"\" and \\ and ends in \"",
            Config = new PipelineConfig(),
            Members = slots.ToDictionary(slot => slot, _ => new TopologyMember { Agent = "a" }, StringComparer.Ordinal),
        };
        Dictionary<string, AgentType> agents = new()
        {
            ["a"] = new AgentType
            {
                Name = "a",
                Role = AgentRole.Executor,
                Config = new AgentConfig { SystemPrompt = "Line\nline \u2028 \u0001 \"\"\" 😀 '" },
            },
        };
        await using MetaflowRunner runner = new(workspace.Root);

        string flow = runner.WriteFlow(odd, agents);

        Path.GetFileName(flow).ShouldBe("2_odd_ones_flow.py");
        FlowPython.Run(workspace, flow, "--no-pylint", "check").ShouldBe(0);
        string printed = workspace.PathOf("printed.txt");
        FlowPython
            .Run(
                workspace,
                "-c",
                $"import sys; sys.path.insert(0, {Quoted(workspace.Root)}); import importlib; "
                    + "flow = importlib.import_module('2_odd_ones_flow'); "
                    + $"open({Quoted(printed)}, 'w', encoding='utf-8').write(flow.AGENTS['a']['config']['system_prompt'])"
            )
            .ShouldBe(0);
        (await File.ReadAllTextAsync(printed, TestContext.Current.CancellationToken)).ShouldBe(
            agents["a"].Config.SystemPrompt
        );
    }

    [Fact]
    public async Task A_topology_that_cannot_run_makes_no_flow()
    {
        using TempWorkspace workspace = new();
        await using MetaflowRunner runner = new(workspace.PathOf("flows"));

        Should
            .Throw<TopologyException>(() => runner.WriteFlow(Scenarios.Of("d", new DebateConfig()), Actors.In("mediator")))
            .Message.ShouldContain("proponent");
        Directory.Exists(workspace.PathOf("flows")).ShouldBeFalse();
    }

    private static string Quoted(string text) => $"'{text}'";

    private static string FlowOf(string name, MetaflowEnvironment environment, MetaflowOptions? options = null)
    {
        CheckScenario scenario = CheckScenarios.All[name];
        MetaflowRunner runner = new("unused", environment, options: options);
        return runner.FlowOf(scenario.Topology with { Name = name }, scenario.Agents);
    }
}
