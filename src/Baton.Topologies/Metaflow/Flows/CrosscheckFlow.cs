using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The primary, all checkers at once, and a join that decides.</summary>
internal static class CrosscheckFlow
{
    public static OpenEnd Draw(CrosscheckConfig config, FlowPart part, OpenEnd from)
    {
        FlowStep primary = part.Ask(Crosscheck.Primary, Crosscheck.Primary);
        FlowStep check = part.Add("check", "Asks one checker.");
        FlowStep consensus = part.Add("consensus", "Decides whether the answer is approved.", isJoin: true);
        from.Then(primary);
        primary
            .Do("self.primary = self.state")
            .Do(
                $"self.checkers = {PythonText.List(new Crosscheck(config).Checkers(part.Team).Select(slot => part.Path + slot))}"
            )
            .GoToEach(check, "checkers");
        check.Do("self.state = invoke_agent(self.input, self.state)").GoTo(consensus);
        string step =
            config.ConsensusMethod == ConsensusMethod.Mediator ? $", step={part.Text(Crosscheck.Mediator)}" : "";
        consensus
            .Do("validations = [branch.state for branch in inputs]")
            .Do(
                $"self.state = determine_consensus(inputs[0].primary, validations, method={PythonText.Of(TopologyJson.Word(config.ConsensusMethod))}{step})"
            );
        return new StepEnd(consensus);
    }
}
