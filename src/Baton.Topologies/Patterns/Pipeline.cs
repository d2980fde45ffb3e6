using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>One after the other: each stage gets what the one before it made.</summary>
internal sealed class Pipeline(PipelineConfig config) : TopologyPattern
{
    public override void Check(Team team, Problems problems)
    {
        problems.NeedRange("max_stage_retries", config.MaxStageRetries, 0);
        problems.NeedRange("max_previous_stages", config.MaxPreviousStages, 0);
        problems.NeedRange("stage_timeout_seconds", config.StageTimeoutSeconds ?? 1, 0.001);
        problems.NeedSlots(team, TopologyType.Pipeline, [.. config.Stages]);
        foreach (string stage in config.CheckpointAfter.Except(Stages(team), StringComparer.Ordinal))
        {
            problems.Add($"`checkpoint_after` names `{stage}`, which is no stage", "config.checkpoint_after");
        }

        problems.AddIf(team.Seats.Count == 0, "a pipeline needs at least one stage", "members");
        problems.AddIf(
            config.Stages.Distinct(StringComparer.Ordinal).Count() < config.Stages.Count,
            "`stages` names a slot twice",
            "config.stages"
        );
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        string current = StepInput.Of(input);
        WrittenJson original = WrittenJson.Of(input);
        List<StageOutput> done = [];
        List<WrittenJson> shown = [];
        foreach (string stage in Stages(scope.Team))
        {
            string question = StepInput.Of(
                ("original_input", original),
                ("current", WrittenJson.Of(current)),
                ("previous_stages", WrittenJson.Array(shown.TakeLast(config.MaxPreviousStages)))
            );
            StepReply reply = await scope
                .AskAsync(
                    new StepQuestion(scope.Team[stage], stage, question)
                    {
                        Retries = config.RetryFailedStages ? config.MaxStageRetries : 0,
                        TimeLimit = config.StageTimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                        Approval = config.CheckpointAfter.Contains(stage, StringComparer.Ordinal)
                            ? new ApprovalWish { Question = $"May the pipeline go on after `{stage}`?" }
                            : null,
                    }
                )
                .ConfigureAwait(false);
            current = reply.OrThrow().Record.Output!;
            done.Add(new StageOutput(stage, current));
            shown.Add(WrittenJson.Of(done[^1]));
        }

        return ToJson(new PipelineOutput(current, done));
    }

    private IReadOnlyList<string> Stages(Team team) =>
        config.Stages.Count > 0 ? config.Stages : [.. team.Seats.Select(seat => seat.Slot)];
}

/// <summary>What a pipeline made.</summary>
internal sealed record PipelineOutput(
    [property: Description("What the last stage made")] string Output,
    [property: Description("What each stage made, in order")] IReadOnlyList<StageOutput> Stages
);

/// <summary>What a stage made.</summary>
internal sealed record StageOutput(
    [property: Description("The slot")] string Stage,
    [property: Description("What it made")] string Output
);
