using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners.Checks;
using Baton.Topologies.Store;
using static Baton.Topologies.Runners.Checks.CheckScenario;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>A flow that a person runs with Python keeps its execution itself, and Metaflow's <c>resume</c> goes on with it.</summary>
[Trait("Needs", "python")]
public sealed class UnfollowedFlowTests
{
    [Fact]
    public async Task A_flow_run_by_hand_leaves_its_execution_in_the_store_as_other_runners_do()
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = CheckScenarios.All["chain"];
        string flow = await WriteAsync(workspace, scenario);

        FlowPython.Run(workspace, flow, "--no-pylint", "run", "--input-json", """{"prompt": "Go"}""").ShouldBe(0);

        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        ExecutionRecord execution = (await store.Executions.ListAsync(9, null, default)).ShouldHaveSingleItem();
        execution.Status.ShouldBe(ExecutionStatus.Completed);
        execution.RunnerType.ShouldBe("metaflow");
        execution.Output!["output"]!.ToString().ShouldBe("all done");
        execution.Input["prompt"]!.ToString().ShouldBe("Go");
        (await store.Executions.ReadStepsAsync(execution.Id, default)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_stage_that_failed_is_asked_again_by_resume_and_no_other()
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = Of(
            new PipelineConfig { RetryFailedStages = false },
            Agent("first"),
            Agent("second", new CheckScript { FailFirst = 1 }),
            Agent("third")
        );
        string flow = await WriteAsync(workspace, scenario);

        FlowPython.Run(workspace, flow, "--no-pylint", "run", "--input-json", """{"prompt": "Go"}""").ShouldNotBe(0);
        (await TheExecutionAsync(workspace)).Error.ShouldBe(
            "The step `second` (agent `second`) failed after 1 attempt: failure 1"
        );
        FlowPython.Run(workspace, flow, "--no-pylint", "resume").ShouldBe(0);

        ExecutionRecord execution = await TheExecutionAsync(workspace);
        execution.Output!["output"]!.ToString().ShouldBe("third(second(first(Go)))");
        Asked(workspace).ShouldBe(["first", "second", "second", "third"], ignoreOrder: true);
    }

    [Fact]
    public async Task Members_whose_failure_let_an_ensemble_fail_are_asked_again_by_resume_and_no_others()
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = Of(
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote, FailureThreshold = 0 },
            Agent("a", "yes"),
            Agent("b", new CheckScript { Say = "yes", FailFirst = 1 }),
            Agent("c", "yes")
        );
        string flow = await WriteAsync(workspace, scenario);

        FlowPython.Run(workspace, flow, "--no-pylint", "run", "--input-json", """{"prompt": "Go"}""").ShouldNotBe(0);
        FlowPython.Run(workspace, flow, "--no-pylint", "resume").ShouldBe(0);

        (await TheExecutionAsync(workspace)).Status.ShouldBe(ExecutionStatus.Completed);
        Asked(workspace).ShouldBe(["a", "b", "b", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_person_has_to_approve_pauses_a_flow_until_resume()
    {
        using TempWorkspace workspace = new();
        CheckScenario scenario = Of(new PipelineConfig { CheckpointAfter = ["draft"] }, Agent("draft"), Agent("send"));
        string flow = await WriteAsync(workspace, scenario);

        FlowPython.Run(workspace, flow, "--no-pylint", "run", "--input-json", """{"prompt": "Go"}""").ShouldNotBe(0);
        ExecutionRecord paused = await TheExecutionAsync(workspace);
        paused.Status.ShouldBe(ExecutionStatus.Paused);
        await using (ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db")))
        {
            Approval asked = (await store.Approvals.ReadAsync(paused.Id, default)).ShouldHaveSingleItem();
            asked.Request.Path.ShouldBe("draft");
            await store.Approvals.DecideAsync(
                paused.Id,
                path: null,
                new ApprovalDecision(IsApproved: true, "", "ann", DateTimeOffset.UnixEpoch),
                default
            );
        }

        FlowPython.Run(workspace, flow, "--no-pylint", "resume").ShouldBe(0);

        (await TheExecutionAsync(workspace)).Output!["output"]!.ToString().ShouldBe("send(draft(Go))");
        Asked(workspace).ShouldBe(["draft", "send"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_input_that_is_no_object_is_refused()
    {
        using TempWorkspace workspace = new();
        string flow = await WriteAsync(workspace, CheckScenarios.All["pipeline"]);

        FlowPython.Run(workspace, flow, "--no-pylint", "run", "--input-json", "[1]").ShouldNotBe(0);

        Asked(workspace).ShouldBeEmpty();
    }

    private static async Task<string> WriteAsync(TempWorkspace workspace, CheckScenario scenario)
    {
        await using MetaflowRunner runner = new(workspace.PathOf("flows"));
        return runner.WriteFlow(scenario.Topology, scenario.Agents);
    }

    private static IReadOnlyList<string> Asked(TempWorkspace workspace) =>
        new CheckAgents(workspace.PathOf("agents")).Asked;

    private static async Task<ExecutionRecord> TheExecutionAsync(TempWorkspace workspace)
    {
        await using ITopologyStore store = TopologyStores.Open(workspace.PathOf("agent.db"));
        return (await store.Executions.ListAsync(9, null, default)).ShouldHaveSingleItem();
    }
}
