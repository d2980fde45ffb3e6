using System.Text.Json;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Graphs;

/// <summary>Draws how the agents of a pattern work together.</summary>
/// <param name="drawing">Where to.</param>
/// <param name="part">The path of the part, followed by <c>/</c>; empty for the whole.</param>
/// <param name="slots">The slots, by position.</param>
/// <param name="from">What comes before.</param>
internal sealed class PatternDrawing(
    GraphDrawing drawing,
    string part,
    GraphSlot[] slots,
    IReadOnlyList<GraphExit> from
)
{
    private const string Mediator = "mediator";

    public IReadOnlyList<GraphExit> Pipeline(PipelineConfig config)
    {
        IReadOnlyList<GraphExit> before = from;
        foreach (string stage in config.Stages.Count > 0 ? config.Stages : [.. slots.Select(slot => slot.Slot)])
        {
            string node = Agent(stage);
            drawing.Connect(before, node);
            before = [new GraphExit(node)];
        }

        return before;
    }

    public IReadOnlyList<GraphExit> Ensemble(EnsembleConfig config)
    {
        const string aggregator = "aggregator";
        string[] members =
        [
            .. slots.Where(slot => slot.Slot != aggregator).Select(slot => AgentAfter(from, slot.Slot)),
        ];
        string end =
            config.AggregationMethod == AggregationMethod.Synthesis
                ? Agent(aggregator)
                : Rule("aggregation", Word(config.AggregationMethod));
        drawing.Connect(members.Select(member => new GraphExit(member)), end);
        return [new GraphExit(end)];
    }

    public IReadOnlyList<GraphExit> Debate(DebateConfig config)
    {
        string proponent = AgentAfter(from, "proponent");
        string opponent = AgentAfter(from, "opponent");
        drawing.Connect(
            new GraphEdge(proponent, opponent)
            {
                IsMutual = true,
                Label = $"up to {config.MaxRounds} round{(config.MaxRounds == 1 ? "" : "s")}",
            }
        );
        string mediator = Agent(Mediator);
        bool isJudged = config.ConsensusMethod == ConsensusMethod.Mediator;
        string agreement = $"agreement ≥ {GraphDrawing.Number(config.ConvergenceThreshold)}";
        drawing.Connect([new GraphExit(proponent), new GraphExit(opponent)], mediator, isJudged ? "" : "no agreement");
        return isJudged ? [new GraphExit(mediator)] : [new GraphExit(mediator), new GraphExit(opponent, agreement)];
    }

    public IReadOnlyList<GraphExit> Crosscheck(CrosscheckConfig config)
    {
        string primary = AgentAfter(from, "primary");
        GraphSlot[] checkers =
        [
            .. slots
                .Where(slot => slot.Slot.StartsWith("checker_", StringComparison.Ordinal))
                .Take(config.NumCheckers ?? int.MaxValue),
        ];
        string[] nodes = [.. checkers.Select(checker => Agent(checker.Slot))];
        string consensus =
            config.ConsensusMethod == ConsensusMethod.Mediator
                ? Agent(Mediator)
                : Rule(
                    "consensus",
                    Word(config.RequireUnanimousForApproval ? ConsensusMethod.Unanimous : config.ConsensusMethod)
                );
        for (int index = 0; index < nodes.Length; index++)
        {
            drawing.Connect(
                [new GraphExit(primary)],
                nodes[index],
                config.CheckerSpecializations.ElementAtOrDefault(index) ?? ""
            );
            drawing.Connect([new GraphExit(nodes[index])], consensus);
        }

        return [new GraphExit(consensus)];
    }

    public IReadOnlyList<GraphExit> Delegation(DelegationConfig config)
    {
        const string coordinator = "coordinator";
        string plan = Agent(coordinator, "plan");
        drawing.Connect(from, plan);
        (string Node, string Slot)[] workers =
        [
            .. slots.Where(slot => slot.Slot != coordinator).Select(slot => (Agent(slot.Slot), slot.Slot)),
        ];
        string merge = Agent(coordinator, "merge");
        foreach ((string node, string slot) in workers)
        {
            bool isFallback = slot == config.FallbackAgentName;
            drawing.Connect(
                new GraphEdge(plan, node)
                {
                    Label = isFallback ? "nobody else" : Word(config.RoutingStrategy),
                    IsException = isFallback,
                }
            );
            drawing.Connect([new GraphExit(node)], merge);
        }

        return [new GraphExit(merge)];
    }

    public IReadOnlyList<GraphExit> Chain(ChainConfig config)
    {
        string[][] levels = [.. Levels(config).Take(config.MaxDelegationDepth + 1)];
        if (levels.Length == 0)
        {
            return from;
        }

        string commander = levels[0][0];
        string[] above = [Agent(commander, "plan")];
        drawing.Connect(from, above[0]);
        for (int level = 1; level < levels.Length; level++)
        {
            string[] below = [.. levels[level].Select(slot => Agent(slot))];
            bool isBottom = level == levels.Length - 1;
            foreach (string leader in above)
            {
                foreach (string follower in below)
                {
                    drawing.Connect([new GraphExit(leader)], follower);
                    if (isBottom)
                    {
                        drawing.Connect(
                            new GraphEdge(follower, leader)
                            {
                                Label = $"confidence < {GraphDrawing.Number(config.EscalationThreshold)}",
                                IsException = true,
                            }
                        );
                    }
                }
            }

            above = below;
        }

        string synthesis = Agent(commander, "synthesis");
        drawing.Connect(above.Select(node => new GraphExit(node)), synthesis);
        return [new GraphExit(synthesis)];
    }

    private IEnumerable<string[]> Levels(ChainConfig config) =>
        (config.AuthorityLevels.Count > 0 ? config.AuthorityLevels : ["commander", "lieutenant", "worker"])
            .Select(level =>
                slots
                    .Select(slot => slot.Slot)
                    .Where(slot => slot == level || slot.StartsWith($"{level}_", StringComparison.Ordinal))
                    .ToArray()
            )
            .Where(level => level.Length > 0);

    private string AgentAfter(IReadOnlyList<GraphExit> before, string slot)
    {
        string node = Agent(slot);
        drawing.Connect(before, node);
        return node;
    }

    private string Agent(string slot, string task = "")
    {
        string agent = Array.Find(slots, each => each.Slot == slot)?.Agent ?? "";
        string[] detail = [.. new[] { agent == slot ? "" : agent, task }.Where(each => each.Length > 0)];
        string word = task.Length == 0 ? slot : $"{slot}/{task}";
        return drawing.Add(part, word, slot, GraphNodeKind.Agent, string.Join(": ", detail));
    }

    private string Rule(string word, string label) => drawing.Add(part, $"{word}()", label, GraphNodeKind.Rule);

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
