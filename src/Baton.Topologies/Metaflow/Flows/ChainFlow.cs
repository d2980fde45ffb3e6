using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>A plan at each level, all its tasks at once, and a join at each level on the way back up.</summary>
internal static class ChainFlow
{
    public static OpenEnd Draw(ChainConfig config, FlowPart part, OpenEnd from)
    {
        string[] levels = [.. new Chain(config).Levels(part.Team)];
        string commander = Chain.Level(part.Team, levels[0])[0].Slot;
        FlowStep plan = part.Add($"{levels[0]}_plan", $"Asks {part.Who(commander)} to divide the work.")
            .Do($"self.state = invoke_agent({part.Text("plan")}, self.state)");
        from.Then(plan);
        FlowStep joined = Tasks(part, levels, level: 1, plan, part.Text($"task-*/{Wanted(levels, 1)}"), beside: null);
        FlowStep synthesis = part.Ask(commander, "synthesis");
        joined.GoTo(synthesis);
        return new StepEnd(synthesis);
    }

    // Draws the tasks that a plan gives to a level, and the join behind them.
    private static FlowStep Tasks(
        FlowPart part,
        string[] levels,
        int level,
        FlowStep plan,
        string pattern,
        string? beside
    )
    {
        bool isLast = level == levels.Length - 1;
        plan.Do($"self.tasks = steps_like(self.state, {pattern}{(beside is null ? "" : $", beside={beside}")})");
        FlowStep task = isLast
            ? part.Add(levels[level], $"Asks one `{levels[level]}`; an unsure answer is looked at one level up.")
            : part.Add($"{levels[level]}_plan", $"Asks one `{levels[level]}` to divide its task.");
        task.Do("self.state = invoke_agent(self.input, self.state)");
        plan.GoToEach(task, "tasks");
        FlowStep last = task;
        if (isLast)
        {
            task.Do("self.state = invoke_rest(self.input, self.state)");
        }
        else
        {
            last = Tasks(
                part,
                levels,
                level + 1,
                task,
                PythonText.Of($"task-*/{Wanted(levels, level + 1)}"),
                beside: "self.input"
            );
        }

        FlowStep join = part.Add(
            $"{levels[level]}_results",
            $"Takes the results of the level `{levels[level]}`.",
            isJoin: true
        );
        last.GoTo(join);
        return join.Do("results = [branch.state for branch in inputs]")
            .Do("self.state = aggregate_results(results, method=\"concat\")");
    }

    private static string Wanted(string[] levels, int level) => level == levels.Length - 1 ? "answer" : "plan";
}
