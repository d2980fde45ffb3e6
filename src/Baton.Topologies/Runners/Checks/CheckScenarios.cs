using Baton.Topologies.Definitions;
using static Baton.Topologies.Runners.Checks.CheckScenario;

namespace Baton.Topologies.Runners.Checks;

/// <summary>One topology of every type, and nested ones.</summary>
internal static class CheckScenarios
{
    private const string For = """{"stance": "for", "argument": "It is so.", "agreement": 0.1}""";
    private const string Against = """{"stance": "against", "argument": "It is not.", "agreement": 0.2}""";
    private const string Draw = """{"winner": "draw", "verdict": "Both have a point", "confidence": 0.7}""";
    private const string Approved = """{"approved": true, "confidence": 0.9}""";
    private const string Rejected = """{"approved": false, "issues": ["why?"]}""";
    private const string Unsure = """{"answer": "perhaps", "confidence": 0.2}""";
    private const string TwoTasks = """{"tasks": [{"task": "one"}, {"task": "two"}]}""";
    private const string TwoParts =
        """{"subtasks": [{"task": "add", "capabilities": ["sums"]}, {"task": "tell", "capabilities": ["prose"]}]}""";

    /// <summary>The scenarios by name.</summary>
    public static IReadOnlyDictionary<string, CheckScenario> All { get; } =
        new Dictionary<string, CheckScenario>(StringComparer.Ordinal)
        {
            ["pipeline"] = Of(new PipelineConfig(), [.. Stages("")]),
            ["ensemble"] = Of(
                new EnsembleConfig(),
                Agent("ensemble_0"),
                Agent("ensemble_1"),
                Agent("ensemble_2"),
                Agent("aggregator", "merged")
            ),
            ["debate"] = Of(new DebateConfig { MaxRounds = 2 }, [.. Debaters("")]),
            ["crosscheck"] = Of(
                new CrosscheckConfig(),
                Agent("primary", "42"),
                Agent("checker_a", Approved),
                Agent("checker_b", Rejected),
                Agent("checker_c", Approved)
            ),
            ["delegation"] = Of(new DelegationConfig(), [.. Specialists("")]),
            ["chain"] = Of(new ChainConfig(), [.. Ranks("")]),
            ["compound"] = Of(
                Compound(
                    CompositionType.Sequential,
                    Part("draft", new PipelineConfig()),
                    Part("check", new CrosscheckConfig())
                ),
                [.. Stages("draft/"), Agent("check/primary"), Agent("check/checker_1", Approved)]
            ),
            ["nested-parallel"] = Of(
                Compound(
                    CompositionType.Parallel,
                    Part("talk", new DebateConfig { MaxRounds = 1 }),
                    Part("work", new DelegationConfig()),
                    Part("vote", new EnsembleConfig { AggregationMethod = AggregationMethod.Vote })
                ),
                [.. Debaters("talk/"), .. Specialists("work/"), Agent("vote/x", "yes"), Agent("vote/y", "yes")]
            ),
            ["nested-conditional"] = Of(
                Compound(
                    CompositionType.Conditional,
                    Part("look", new CrosscheckConfig()),
                    Part("mend", new PipelineConfig(), new PartCondition("approved", "false")),
                    Part("ship", new ChainConfig(), new PartCondition("approved", "true"))
                ),
                [Agent("look/primary", "42"), Agent("look/checker_1", Approved), .. Stages("mend/"), .. Ranks("ship/")]
            ),
            ["nested-deep"] = Of(
                Compound(
                    CompositionType.Sequential,
                    Part(
                        "outer",
                        Compound(
                            CompositionType.Parallel,
                            Part("inner", Compound(CompositionType.Sequential, Part("core", new PipelineConfig()))),
                            Part("all", new EnsembleConfig())
                        )
                    ),
                    Part("last", new DebateConfig { MaxRounds = 1, ConsensusMethod = ConsensusMethod.Unanimous })
                ),
                [
                    .. Stages("outer/inner/core/"),
                    Agent("outer/all/x"),
                    Agent("outer/all/y"),
                    Agent("outer/all/aggregator", "both"),
                    Agent("last/proponent", """{"stance": "Yes", "argument": "a", "agreement": 0.9}"""),
                    Agent("last/opponent", """{"stance": "yes", "argument": "b", "agreement": 0.9}"""),
                    Agent("last/mediator", Draw),
                ]
            ),
        };

    private static IEnumerable<AgentType> Stages(string part) =>
        [Agent($"{part}parse"), Agent($"{part}analyse"), Agent($"{part}write")];

    private static IEnumerable<AgentType> Debaters(string part) =>
        [Agent($"{part}proponent", For), Agent($"{part}opponent", Against), Agent($"{part}mediator", Draw)];

    private static IEnumerable<AgentType> Specialists(string part) =>
        [
            Agent(
                $"{part}coordinator",
                new CheckScript
                {
                    Steps = new Dictionary<string, string> { ["plan"] = TwoParts, ["merge"] = "added and told" },
                }
            ),
            Able($"{part}maths", "sums"),
            Able($"{part}letters", "prose"),
        ];

    private static IEnumerable<AgentType> Ranks(string part) =>
        [
            Agent(
                $"{part}commander",
                new CheckScript
                {
                    Steps = new Dictionary<string, string> { ["plan"] = TwoTasks, ["synthesis"] = "all done" },
                }
            ),
            .. new[] { "a", "b" }.Select(letter =>
                Agent(
                    $"{part}lieutenant_{letter}",
                    new CheckScript
                    {
                        Steps = new Dictionary<string, string> { ["plan"] = TwoTasks, ["escalation"] = "surely" },
                    }
                )
            ),
            Agent($"{part}worker_1", "done"),
            Agent($"{part}worker_2", Unsure),
        ];

    private static AgentType Able(string slot, string capability)
    {
        AgentType agent = Agent(slot, $"{slot} did it");
        return agent with { Config = agent.Config with { Capabilities = [capability] } };
    }

    private static CompoundConfig Compound(CompositionType type, params IReadOnlyList<CompoundPart> parts) =>
        new() { CompositionType = type, SubTopologies = parts };
}
