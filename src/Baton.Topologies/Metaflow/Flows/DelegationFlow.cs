using Baton.Topologies.Patterns;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The coordinator's plan, all its parts at once, and a join in which the coordinator merges the results.</summary>
internal static class DelegationFlow
{
    public static OpenEnd Draw(FlowPart part, OpenEnd from)
    {
        FlowStep plan = part.Ask(Delegation.Coordinator, "plan");
        FlowStep subtask = part.Add("subtask", "Asks the specialist of one part of the work.");
        FlowStep merge = part.Add(
            "merge",
            $"Asks {part.Who(Delegation.Coordinator)} to merge the results.",
            isJoin: true
        );
        from.Then(plan);
        plan.Do($"self.subtasks = steps_like(self.state, {part.Text("subtask-*")})").GoToEach(subtask, "subtasks");
        subtask.Do("self.state = invoke_agent(self.input, self.state)").GoTo(merge);
        merge
            .Do("results = [branch.state for branch in inputs]")
            .Do($"self.state = aggregate_results(results, method=\"synthesis\", step={part.Text("merge")})");
        return new StepEnd(merge);
    }
}
