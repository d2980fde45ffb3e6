using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners.Checks;
using Baton.Topologies.Store;
using Baton.Topologies.Tests.Docs;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>Flows that a person writes call the helpers with agents and answers in place of a state.</summary>
[Trait("Needs", "python")]
public sealed class OwnFlowTests
{
    private const string Head = """
        from metaflow import FlowSpec, Parameter, step
        from metaflow_helpers import aggregate_results, determine_consensus, invoke_agent, save_execution

        def says(answer):
            return {"system_prompt": '{"say": "%s"}' % answer, "max_retries": 0}

        AGENTS = {"ensemble_0": says("yes"), "ensemble_1": says("no"), "ensemble_2": says("yes")}

        class EnsembleFlow(FlowSpec):
            input_json = Parameter("input-json", default="Go")

        """;

    [Fact]
    public async Task The_flow_of_the_guide_votes_and_keeps_its_output()
    {
        using TempWorkspace workspace = new();
        string flow = await WriteAsync(workspace, Head + Indented(Guide()) + "\nEnsembleFlow()\n");

        FlowPython.Run(workspace, flow, "--no-pylint", "run").ShouldBe(0);

        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        ExecutionRecord kept = (await store.Executions.ListAsync(9, null, default)).ShouldHaveSingleItem();
        kept.Topology.Name.ShouldBe("my_ensemble");
        kept.Status.ShouldBe(ExecutionStatus.Completed);
        kept.Output!["output"]!.ToString().ShouldBe("yes");
        new CheckAgents(workspace.PathOf("agents")).Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Answers_are_aggregated_and_checked_as_in_a_topology()
    {
        using TempWorkspace workspace = new();
        await WriteAsync(workspace, "");

        FlowPython
            .Run(
                workspace,
                "-c",
                """
                import sys; sys.path.insert(0, "flows")
                from metaflow_helpers import *
                first = invoke_agent({"system_prompt": '{"say": "{\\"mood\\": 3}"}'}, {"prompt": "Go"})
                assert first == {"mood": 3}, first
                second = invoke_agent({"name": "scribe", "role": "executor", "config": {}}, first)
                assert second == {"output": 'agent({"mood":3})'} or second == {"output": "agent(?)"}, second
                mean = aggregate_results([("a", {"output": "1"}), ("b", "2")], method="average")
                assert float(mean["output"]) == 1.5, mean
                told = aggregate_results([("a", "x"), ("b", "y")], "synthesis", aggregator={"system_prompt": '{"say": "both"}'})
                assert told["output"] == "both", told
                yes, no = {"approved": True, "confidence": 0.9}, {"approved": False, "confidence": 0.2}
                assert determine_consensus({"output": "42"}, [yes, no, yes], "majority")["approved"] is True
                assert determine_consensus({"output": "42"}, [yes, no, yes], "unanimous")["approved"] is False
                assert save_execution(7, {"output": "done"}) == {"output": "done"}
                try:
                    invoke_agent({"system_prompt": '{"fail_first": 9}', "max_retries": 0}, {"prompt": "Go"})
                    raise SystemExit("it did not fail")
                except TopologyFailed as failure:
                    assert "failure" in str(failure), failure
                """
            )
            .ShouldBe(0);

        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        (await store.Executions.ListAsync(9, null, default))
            .ShouldHaveSingleItem()
            .Topology.Name.ShouldBe("topology-7");
    }

    private static string Guide() =>
        GuideSection.Of("guides/metaflow.md").Single(section => section.Heading == "What a step does").Block("python");

    private static string Indented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Length == 0 ? line : $"    {line}"));

    // The helpers come with any flow.
    private static async Task<string> WriteAsync(TempWorkspace workspace, string code)
    {
        CheckScenario any = CheckScenarios.All["pipeline"];
        await using MetaflowRunner runner = new(workspace.PathOf("flows"));
        runner.WriteFlow(any.Topology, any.Agents);
        workspace.Write("flows/own_flow.py", code);
        return workspace.PathOf("flows/own_flow.py");
    }
}
