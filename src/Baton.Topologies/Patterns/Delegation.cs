using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>A coordinator divides the work; specialists do the parts; the coordinator puts them together.</summary>
internal sealed class Delegation(DelegationConfig config) : TopologyPattern
{
    /// <summary>The slot that plans and merges.</summary>
    public const string Coordinator = "coordinator";

    public override void Check(Team team, Problems problems)
    {
        problems.NeedSlots(team, TopologyType.Delegation, Coordinator);
        problems.AddIf(
            Specialists(team).Length == 0,
            "a delegation needs at least one specialist beside the `coordinator`",
            "members"
        );
        problems.AddIf(
            config.FallbackAgentName is { } fallback && !team.Has(fallback),
            $"`fallback_agent_name` is `{config.FallbackAgentName}`, and there is no such slot",
            "config.fallback_agent_name"
        );
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        Seat[] specialists = Specialists(scope.Team);
        StepReply planned = await scope
            .AskAsync(Coordinator, "plan", StepInput.Of(PlanInput.For(input, specialists)), PlanForm(specialists))
            .ConfigureAwait(false);
        WorkPlan plan = planned.OrThrow().Answer.As<WorkPlan>();
        Seat[] assigned = new Routing(config, scope.Team, specialists).Assign(plan.Subtasks);
        StepReply[] replies = await scope
            .AllAsync(
                plan.Subtasks.Select<Subtask, Func<Task<StepReply>>>(
                    (subtask, index) =>
                        () =>
                            scope.AskAsync(
                                new StepQuestion(
                                    assigned[index],
                                    $"subtask-{index + 1}",
                                    StepInput.Of(new SubtaskInput(subtask.Task, input))
                                )
                            )
                )
            )
            .ConfigureAwait(false);
        SubtaskOutput[] done =
        [
            .. plan.Subtasks.Select(
                (subtask, index) =>
                    new SubtaskOutput(
                        subtask.Task,
                        assigned[index].Slot,
                        replies[index].OrThrow().Answer.Content,
                        replies[index].Answer.Confidence
                    )
            ),
        ];
        StepReply merged = await scope
            .AskAsync(
                Coordinator,
                "merge",
                StepInput.Of(new MergeInput("Make one answer of the results of these parts.", input, done))
            )
            .ConfigureAwait(false);
        return ToJson(new DelegationOutput(merged.OrThrow().Answer.Content, done));
    }

    private Seat[] Specialists(Team team) =>
        [.. team.Seats.Where(seat => seat.Slot != Coordinator && seat.Slot != config.FallbackAgentName)];

    private WantedForm PlanForm(Seat[] specialists) =>
        WantedForm.Of<WorkPlan>("plan") with
        {
            Check = answer =>
            {
                WorkPlan plan = answer.As<WorkPlan>();
                if (plan.Subtasks.Count == 0)
                {
                    throw new JsonException("`subtasks` is empty.");
                }

                if (
                    config.RoutingStrategy == RoutingStrategy.Llm
                    && plan.Subtasks.FirstOrDefault(part => !Array.Exists(specialists, seat => seat.Slot == part.Agent))
                        is { } lost
                )
                {
                    throw new JsonException($"`{lost.Agent}` is none of the specialists.");
                }
            },
        };

    private sealed record PlanInput(string Instruction, JsonObject Task, IReadOnlyList<KnownSpecialist> Specialists)
    {
        public static PlanInput For(JsonObject task, Seat[] specialists) =>
            new(
                "Divide this task into subtasks. For each give the task, the capabilities it needs, and who should do it.",
                task,
                [
                    .. specialists.Select(seat => new KnownSpecialist(
                        seat.Slot,
                        seat.Agent.Description,
                        [.. seat.Agent.Config.Capabilities.Select(capability => capability.Name)]
                    )),
                ]
            );
    }

    private sealed record KnownSpecialist(string Agent, string Description, IReadOnlyList<string> Capabilities);

    private sealed record SubtaskInput(string Task, JsonObject OriginalInput);

    private sealed record MergeInput(string Instruction, JsonObject Task, IReadOnlyList<SubtaskOutput> Results);
}

/// <summary>The coordinator's plan.</summary>
internal sealed record WorkPlan(IReadOnlyList<Subtask> Subtasks);

/// <summary>A part of the work.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Capabilities">What it takes.</param>
/// <param name="Agent">Who should do it, where the coordinator chooses.</param>
internal sealed record Subtask(string Task, IReadOnlyList<string>? Capabilities = null, string? Agent = null);

/// <summary>What came of a part.</summary>
internal sealed record SubtaskOutput(
    [property: Description("What was to be done")] string Task,
    [property: Description("Who did it")] string Slot,
    [property: Description("What came of it")] string Output,
    [property: Description("How sure it is, 0 to 1")] double Confidence
);

/// <summary>What a delegation came to.</summary>
internal sealed record DelegationOutput(
    [property: Description("The coordinator's one answer")] string Output,
    [property: Description("What came of each part, in the coordinator's order")] IReadOnlyList<SubtaskOutput> Subtasks
);
