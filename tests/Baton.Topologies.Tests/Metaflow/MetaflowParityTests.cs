using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Execution;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Metaflow;

/// <summary>One topology with one script comes to the same on Metaflow as in this process.</summary>
[Trait("Needs", "python")]
public sealed class MetaflowParityTests
{
    public static TheoryData<string> EveryScenario() => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task A_topology_comes_to_the_same_output_and_steps_on_local_async_and_metaflow(string name)
    {
        Scenario scenario = Scenarios.All[name];
        using TempWorkspace workspace = new();
        MemoryExecutionStore localStore = new();
        MemoryExecutionStore flowStore = new();
        await using LocalRunner local = new(
            place: new RunnerPlace { Store = localStore, Agents = new Actors(scenario.Play) }
        );
        await using MetaflowRunner metaflow = new(
            workspace.Root,
            place: new RunnerPlace { Store = flowStore },
            options: FlowPython.Options(name)
        );

        TopologyRunResult one = await local.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        TopologyRunResult other = await metaflow.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);

        other.Error.ShouldBeNull();
        other.Status.ShouldBe(ExecutionStatus.Completed);
        other.RunnerType.ShouldBe("metaflow");
        JsonNode.DeepEquals(one.Output, other.Output).ShouldBeTrue();
        (await StepsAsync(flowStore, other)).ShouldBe(await StepsAsync(localStore, one), ignoreOrder: true);
    }

    private static async Task<string[]> StepsAsync(IExecutionStore store, TopologyRunResult result) =>
        [
            .. (await store.ReadStepsAsync(result.ExecutionId, CancellationToken.None)).Select(step =>
                $"{step.Path} {step.Slot} {step.Agent} {step.Input} {step.Output} {step.Error} {step.Attempts}"
            ),
        ];
}
