using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>All members at once, and a join that makes one answer of theirs.</summary>
internal static class EnsembleFlow
{
    public static OpenEnd Draw(EnsembleConfig config, FlowPart part, OpenEnd from)
    {
        FlowStep fan = part.Splitting(from, "members", "Asks all members at once.");
        FlowStep ask = part.Add("ask_member", "Asks the agent of one slot.");
        FlowStep aggregate = part.Add("aggregate", "Makes one answer of the members'.", isJoin: true);
        fan.Do($"self.members = {PythonText.List(Ensemble.Members(part.Team).Select(seat => part.Path + seat.Slot))}")
            .GoToEach(ask, "members");
        ask.Do("self.state = invoke_agent(self.input, self.state)").GoTo(aggregate);
        string step =
            config.AggregationMethod == AggregationMethod.Synthesis ? $", step={part.Text(Ensemble.Aggregator)}" : "";
        aggregate
            .Do("results = [branch.state for branch in inputs]")
            .Do(
                $"self.state = aggregate_results(results, method={PythonText.Of(TopologyJson.Word(config.AggregationMethod))}{step})"
            );
        return new StepEnd(aggregate);
    }
}
