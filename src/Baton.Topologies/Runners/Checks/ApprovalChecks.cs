using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using static Baton.Topologies.Runners.Checks.CheckBench;
using static Baton.Topologies.Runners.Checks.CheckScenario;

namespace Baton.Topologies.Runners.Checks;

/// <summary>What every runner promises about executions that wait for people.</summary>
internal static class ApprovalChecks
{
    public static IReadOnlyList<RunnerCheck> All { get; } =
    [
        new(
            "approval",
            "An execution that waits for a person is left paused, and goes on with the answer.",
            ApproveAsync
        ),
        new(
            "rejection",
            "What a person rejects is asked again with the person's words, and waits for the person again.",
            RejectAsync
        ),
    ];

    private static async Task ApproveAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario checkpoint = Of(
            new PipelineConfig { CheckpointAfter = ["draft"] },
            Agent("draft"),
            Agent("send")
        );
        TopologyRunResult paused = await bench.RunAsync(checkpoint, cancellationToken).ConfigureAwait(false);
        await ShouldWaitAsync(bench, paused, ["draft"]).ConfigureAwait(false);
        SameItems("the list of questions", bench.Agents.Asked, ["draft"]);
        TopologyRunResult again = await bench.ResumeAsync(paused.ExecutionId, cancellationToken).ConfigureAwait(false);
        await ShouldWaitAsync(bench, again, ["draft"]).ConfigureAwait(false);

        await bench.DecideAsync(paused.ExecutionId, isApproved: true).ConfigureAwait(false);
        TopologyRunResult resumed = await bench
            .ResumeAsync(paused.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        Same("the error", resumed.Error, wanted: null);
        Same("the output", $"{resumed.Output?["output"]}", "send(draft(Go))");
        SameItems("the list of questions", bench.Agents.Asked, ["draft", "send"]);
    }

    private static async Task RejectAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario reviewed = Of(
            new PipelineConfig(),
            Agent(
                "draft",
                new CheckScript { Say = "a draft" },
                new AgentConfig { Capabilities = ["human_in_loop"], MaxRetries = 0 }
            ),
            Agent("send")
        );
        TopologyRunResult paused = await bench.RunAsync(reviewed, cancellationToken).ConfigureAwait(false);
        await bench.DecideAsync(paused.ExecutionId, isApproved: false).ConfigureAwait(false);
        TopologyRunResult again = await bench.ResumeAsync(paused.ExecutionId, cancellationToken).ConfigureAwait(false);
        await ShouldWaitAsync(bench, again, ["draft", "draft/revision-1"]).ConfigureAwait(false);

        await bench.DecideAsync(paused.ExecutionId, isApproved: true).ConfigureAwait(false);
        TopologyRunResult resumed = await bench
            .ResumeAsync(paused.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        Same("the error", resumed.Error, wanted: null);
        Same("the output", $"{resumed.Output?["output"]}", "send(a draft)");
        SameItems("the list of questions", bench.Agents.Asked, ["draft", "draft/revision-1", "send"]);
    }

    private static async Task ShouldWaitAsync(CheckBench bench, TopologyRunResult result, string[] paths)
    {
        Same("the status", result.Status, ExecutionStatus.Paused);
        SameItems(
            "the list of what people were asked",
            await bench.AskedPeopleAsync(result.ExecutionId).ConfigureAwait(false),
            paths
        );
    }
}
