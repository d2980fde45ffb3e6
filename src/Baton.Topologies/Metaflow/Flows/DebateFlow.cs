using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The opening, a step that loops over the speakers of all rounds, and the verdict.</summary>
internal static class DebateFlow
{
    private const string Verdict = "verdict";
    private const string Agreed = "agreed";

    public static OpenEnd Draw(DebateConfig config, FlowPart part, OpenEnd from)
    {
        FlowStep proponent = part.Ask(Debate.Proponent, $"opening/{Debate.Proponent}");
        FlowStep opponent = part.Ask(Debate.Opponent, $"opening/{Debate.Opponent}");
        from.Then(proponent);
        proponent.GoTo(opponent);
        FlowStep? round = config.MaxRounds > 0 ? Round(part) : null;
        FlowStep verdict = part.Ask(Debate.Mediator, Verdict);
        bool mayAgree = config.ConsensusMethod != ConsensusMethod.Mediator;
        List<OpenEnd> ends = [new StepEnd(verdict)];
        if (round is null)
        {
            Route(part, opponent, round: null, verdict, mayAgree, ends);
        }
        else
        {
            // Who agrees in the opening needs no rounds, and no verdict where agreement decides.
            Route(
                part,
                opponent,
                round,
                config.AllowEarlyTermination && !mayAgree ? verdict : null,
                config.AllowEarlyTermination && mayAgree,
                ends
            );
            Route(part, round, round, verdict, mayAgree, ends);
        }

        return ends.Count == 1 ? ends[0] : new AnyEnd(ends);
    }

    private static FlowStep Round(FlowPart part) =>
        part.Add("round", "Asks the next speaker; the two of each round speak in turn.")
            .Do($"self.state = invoke_agent(next_step(self.state, {part.Text("round-")}), self.state)");

    private static void Route(
        FlowPart part,
        FlowStep step,
        FlowStep? round,
        FlowStep? verdict,
        bool mayAgree,
        List<OpenEnd> ends
    )
    {
        List<(string Name, string Start, FlowStep Target)> routes = [];
        if (round is not null)
        {
            routes.Add(("round", "round-", round));
        }

        if (verdict is not null)
        {
            routes.Add((Verdict, Verdict, verdict));
        }

        if (routes.Count == 1 && !mayAgree)
        {
            step.GoTo(routes[0].Target);
            return;
        }

        string starts = string.Join(", ", routes.Select(route => $"\"{route.Name}\": {part.Text(route.Start)}"));
        step.Do($"self.route = choose_next(self.state, {{{starts}}}, \"{(mayAgree ? Agreed : routes[^1].Name)}\")");
        foreach ((string name, _, FlowStep target) in routes)
        {
            step.GoTo(target, name);
        }

        if (mayAgree)
        {
            ends.Add(new RouteEnd(step, Agreed));
        }
    }
}
