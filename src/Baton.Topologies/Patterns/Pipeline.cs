using System.ComponentModel;
using System.Runtime.InteropServices;
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
        List<StageOutput> done = [];
        StageInput shown = new(input, config.MaxPreviousStages);
        foreach (string stage in Stages(scope.Team))
        {
            StepReply reply = await scope
                .AskAsync(
                    new StepQuestion(scope.Team[stage], stage, shown.With(current))
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
            shown.Add(done[^1]);
        }

        return ToJson(new PipelineOutput(current, done));
    }

    private IReadOnlyList<string> Stages(Team team) =>
        config.Stages.Count > 0 ? config.Stages : [.. team.Seats.Select(seat => seat.Slot)];
}

/// <summary>
/// What a stage is asked, as JSON: <c>original_input</c>, <c>current</c> and the last of <c>previous_stages</c>, each of
/// which is written once however many stages it is shown to.
/// </summary>
/// <param name="original">The input of the pipeline.</param>
/// <param name="most">How many stages are shown.</param>
internal sealed class StageInput(JsonObject original, int most)
{
    private readonly Queue<string> _shown = new();
    private readonly string _original = TopologyJson.Write(original);

    /// <summary>What the next stage is asked.</summary>
    /// <param name="current">What the stage before it made.</param>
    public string With(string current)
    {
        List<string> parts = new(capacity: 6 + (2 * _shown.Count));
        parts.AddRange(
            """{"original_input":""",
            _original,
            ""","current":""",
            TopologyJson.Write(current),
            ""","previous_stages":["""
        );
        foreach (string stage in _shown)
        {
            parts.Add(stage);
            parts.Add(",");
        }

        if (_shown.Count > 0)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        parts.Add("]}");
        return string.Concat(CollectionsMarshal.AsSpan(parts));
    }

    /// <summary>A stage ended.</summary>
    public void Add(StageOutput done)
    {
        _shown.Enqueue(TopologyJson.Write(done));
        if (_shown.Count > most)
        {
            _shown.Dequeue();
        }
    }
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
