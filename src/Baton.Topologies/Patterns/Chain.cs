using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>Levels of command: the first plans, each divides for the next, the last works, answers come back up.</summary>
internal sealed class Chain(ChainConfig config) : TopologyPattern
{
    private static readonly string[] _usualLevels = ["commander", "lieutenant", "worker"];

    private static readonly WantedForm OrdersForm = WantedForm.Of<Orders>("orders") with
    {
        Check = answer =>
        {
            if (answer.As<Orders>().Tasks.Count == 0)
            {
                throw new JsonException("`tasks` is empty.");
            }
        },
    };

    public override void Check(Team team, Problems problems)
    {
        problems.NeedRange("escalation_threshold", config.EscalationThreshold, 0, 1);
        problems.NeedRange("max_delegation_depth", config.MaxDelegationDepth, 1);
        string[] names = Names(team);
        foreach (string level in names)
        {
            problems.AddIf(
                Level(team, level).Length == 0,
                $"the level `{level}` has no agent; name a slot `{level}` or `{level}_…`",
                "members"
            );
        }

        problems.AddIf(
            names.Length < 2,
            "a chain needs at least two levels, for example slots `commander` and `worker_1`",
            "members"
        );
        problems.AddIf(
            names.Length > 0 && Level(team, names[0]).Length > 1,
            "the first level of a chain has one agent",
            "members"
        );
    }

    public override async Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input)
    {
        Seat[][] levels = [.. Levels(scope.Team).Select(level => Level(scope.Team, level))];
        Seat commander = levels[0][0];
        TaskResult[] results = await DivideAsync(scope, levels, 0, commander, input, StepInput.Of(input), path: "")
            .ConfigureAwait(false);
        StepReply merged = await scope
            .AskAsync(
                commander.Slot,
                "synthesis",
                StepInput.Of(new SynthesisInput("Make one answer of the results of these tasks.", input, results))
            )
            .ConfigureAwait(false);
        AgentAnswer answer = merged.OrThrow().Answer;
        return ToJson(new ChainOutput(answer.Content, answer.Confidence, results));
    }

    /// <summary>The names of the levels that take part, from the top.</summary>
    public IEnumerable<string> Levels(Team team) => Names(team).Take(config.MaxDelegationDepth + 1);

    /// <summary>Who is on a level.</summary>
    public static Seat[] Level(Team team, string level) =>
        [
            .. team.Seats.Where(seat =>
                seat.Slot == level || seat.Slot.StartsWith($"{level}_", StringComparison.Ordinal)
            ),
        ];

    private async Task<TaskResult[]> DivideAsync(
        TopologyScope scope,
        Seat[][] levels,
        int level,
        Seat leader,
        JsonObject goal,
        string task,
        string path
    )
    {
        Seat[] below = levels[level + 1];
        OrderInput question = new(
            "Divide this task among those below you. For each task say what is to be done, and who does it if it matters.",
            goal,
            task,
            [.. below.Select(seat => seat.Slot)]
        );
        StepReply planned = await scope
            .AskAsync(leader.Slot, $"{path}plan", StepInput.Of(question), OrdersForm)
            .ConfigureAwait(false);
        IReadOnlyList<Order> orders = planned.OrThrow().Answer.As<Orders>().Tasks;
        TaskResult[][] results = await scope
            .AllAsync(
                orders.Select<Order, Func<Task<TaskResult[]>>>(
                    (order, index) =>
                    {
                        Seat seat = Array.Find(below, each => each.Slot == order.To) ?? below[index % below.Length];
                        string inner = $"{path}task-{index + 1}/";
                        return level + 2 < levels.Length
                            ? () => DivideAsync(scope, levels, level + 1, seat, goal, order.Task, inner)
                            : () => WorkAsync(scope, leader, seat, goal, order.Task, inner);
                    }
                )
            )
            .ConfigureAwait(false);
        return [.. results.SelectMany(each => each)];
    }

    private async Task<TaskResult[]> WorkAsync(
        TopologyScope scope,
        Seat leader,
        Seat seat,
        JsonObject goal,
        string task,
        string path
    )
    {
        StepReply worked = await scope
            .AskAsync(seat.Slot, $"{path}answer", StepInput.Of(new TaskInput(goal, task)))
            .ConfigureAwait(false);
        AgentAnswer answer = worked.OrThrow().Answer;
        if (answer.Confidence >= config.EscalationThreshold)
        {
            return [new TaskResult(seat.Slot, task, answer.Content, answer.Confidence, Escalated: false)];
        }

        EscalationInput question = new(
            "Those below you are not sure of this answer. Give a better one.",
            goal,
            task,
            answer.Content,
            answer.Confidence
        );
        StepReply escalated = await scope
            .AskAsync(leader.Slot, $"{path}{StepPath.Escalation}", StepInput.Of(question))
            .ConfigureAwait(false);
        AgentAnswer better = escalated.OrThrow().Answer;
        return [new TaskResult(leader.Slot, task, better.Content, better.Confidence, Escalated: true)];
    }

    private string[] Names(Team team) =>
        config.AuthorityLevels.Count > 0
            ? [.. config.AuthorityLevels]
            : [.. _usualLevels.Where(level => Level(team, level).Length > 0)];

    private sealed record OrderInput(string Instruction, JsonObject Goal, string Task, IReadOnlyList<string> Below);

    private sealed record TaskInput(JsonObject Goal, string Task);

    private sealed record EscalationInput(
        string Instruction,
        JsonObject Goal,
        string Task,
        string Answer,
        double Confidence
    );

    private sealed record SynthesisInput(string Instruction, JsonObject Goal, IReadOnlyList<TaskResult> Results);
}

/// <summary>A leader's orders.</summary>
internal sealed record Orders(IReadOnlyList<Order> Tasks);

/// <summary>A task for the level below.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="To">Who does it; default one after the other.</param>
internal sealed record Order(string Task, string? To = null);

/// <summary>What came of a task.</summary>
internal sealed record TaskResult(
    [property: Description("Who gave the answer")] string Slot,
    [property: Description("What was to be done")] string Task,
    [property: Description("The answer")] string Output,
    [property: Description("How sure it is, 0 to 1")] double Confidence,
    [property: Description("Whether it went one level up, because those below were not sure")] bool Escalated
);

/// <summary>What a chain came to.</summary>
internal sealed record ChainOutput(
    [property: Description("The commander's one answer")] string Output,
    [property: Description("How sure it is, 0 to 1")] double Confidence,
    [property: Description("What came of each task, in the order in which they were given")]
        IReadOnlyList<TaskResult> Results
);
