using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Tests;

/// <summary>One topology of every type and some nested ones, with a script that plays them to the same end everywhere.</summary>
internal static class Scenarios
{
    public static IReadOnlyDictionary<string, Scenario> All { get; } =
        new Dictionary<string, Scenario>(StringComparer.Ordinal)
        {
            ["pipeline"] = new(
                new PipelineConfig(),
                Actors.In("parse", "analyse", "write"),
                Echo,
                "write(analyse(parse(Go)))"
            ),
            ["ensemble"] = new(
                new EnsembleConfig(),
                Actors.In("ensemble_0", "ensemble_1", "ensemble_2", "aggregator"),
                asked => asked.Slot == "aggregator" ? "merged" : $"{asked.Slot} says {asked.Input}",
                "merged"
            ),
            ["debate"] = new(
                new DebateConfig { MaxRounds = 2 },
                Actors.In("proponent", "opponent", "mediator"),
                Debating,
                "Both have a point"
            ),
            ["crosscheck"] = new(
                new CrosscheckConfig(),
                Actors.In("primary", "checker_a", "checker_b", "checker_c"),
                asked =>
                    asked.Slot == "primary" ? "42"
                    : asked.Slot == "checker_b" ? """{"approved": false, "issues": ["why?"]}"""
                    : """{"approved": true, "confidence": 0.9}""",
                "42"
            ),
            ["delegation"] = new(
                new DelegationConfig(),
                new Dictionary<string, AgentType>(StringComparer.Ordinal)
                {
                    ["coordinator"] = Actors.Type("coordinator"),
                    ["maths"] = Actors.Type("maths", "sums"),
                    ["letters"] = Actors.Type("letters", "prose"),
                },
                asked =>
                    asked.Step.EndsWith("plan", StringComparison.Ordinal)
                        ? """{"subtasks": [{"task": "add", "capabilities": ["sums"]}, {"task": "tell", "capabilities": ["prose"]}]}"""
                    : asked.Step.EndsWith("merge", StringComparison.Ordinal) ? "added and told"
                    : $"{asked.Slot} did it",
                "added and told"
            ),
            ["chain"] = new(
                new ChainConfig(),
                Actors.In("commander", "lieutenant_a", "lieutenant_b", "worker_1", "worker_2"),
                asked =>
                    asked.Step.EndsWith("plan", StringComparison.Ordinal)
                        ? """{"tasks": [{"task": "one"}, {"task": "two"}]}"""
                    : asked.Step.EndsWith("synthesis", StringComparison.Ordinal) ? "all done"
                    : asked.Slot == "worker_2" ? """{"answer": "perhaps", "confidence": 0.2}"""
                    : "done",
                "all done"
            ),
            ["compound of three"] = new(
                new CompoundConfig
                {
                    SubTopologies =
                    [
                        new CompoundPart { Name = "draft", Topology = Of("draft", new PipelineConfig()) },
                        new CompoundPart
                        {
                            Name = "vote",
                            Topology = Of("vote", new EnsembleConfig { AggregationMethod = AggregationMethod.Vote }),
                        },
                        new CompoundPart { Name = "check", Topology = Of("check", new CrosscheckConfig()) },
                    ],
                },
                Actors.In("draft/a", "draft/b", "vote/x", "vote/y", "check/primary", "check/checker_1"),
                asked => asked.Slot == "checker_1" ? """{"approved": true}""" : Echo(asked),
                "primary(x(b(a(Go))))"
            ),
            ["parallel compound"] = new(
                new CompoundConfig
                {
                    CompositionType = CompositionType.Parallel,
                    SubTopologies =
                    [
                        new CompoundPart { Name = "left", Topology = Of("left", new PipelineConfig()) },
                        new CompoundPart { Name = "right", Topology = Of("right", new PipelineConfig()) },
                    ],
                },
                Actors.In("left/a", "left/b", "right/c"),
                Echo,
                "b(a(Go))\n\nc(Go)"
            ),
            ["compound in a compound"] = new(
                new CompoundConfig
                {
                    SubTopologies =
                    [
                        new CompoundPart
                        {
                            Name = "outer",
                            Topology = Of(
                                "outer",
                                new CompoundConfig
                                {
                                    SubTopologies =
                                    [
                                        new CompoundPart
                                        {
                                            Name = "inner",
                                            Topology = Of("inner", new PipelineConfig()),
                                        },
                                    ],
                                }
                            ),
                        },
                        new CompoundPart { Name = "last", Topology = Of("last", new PipelineConfig()) },
                    ],
                },
                Actors.In("outer/inner/a", "last/b"),
                Echo,
                "b(a(Go))"
            ),
        };

    /// <summary>A pipeline whose first stage waits for a person and remembers what it made.</summary>
    public static Scenario Reviewed { get; } =
        new(
            new PipelineConfig(),
            new Dictionary<string, AgentType>(StringComparer.Ordinal)
            {
                ["draft"] = Actors.Type("draft") with
                {
                    Config = new AgentConfig
                    {
                        Capabilities =
                        [
                            "human_in_loop",
                            new CapabilitySpec("memory") { Settings = new JsonObject { ["tools"] = false } },
                        ],
                    },
                },
                ["publish"] = Actors.Type("publish"),
            },
            asked => asked.Input.Contains("rejected_answer") ? "better" : Echo(asked),
            "publish(draft(Go))"
        );

    public static Scenario Find(string name) => name == "reviewed" ? Reviewed : All[name];

    public static Topology Of(string name, TopologyConfig config) => new() { Name = name, Config = config };

    /// <summary>Wraps what is current, or what was asked, in the slot's name.</summary>
    public static string Echo(Asked asked)
    {
        string current = asked.Input.StartsWith('{')
            ? (string?)JsonNode.Parse(asked.Input)!["current"] ?? "?"
            : asked.Input;
        return $"{asked.Slot}({current})";
    }

    private static string Debating(Asked asked) =>
        asked.Slot == "mediator" ? """{"winner": "draw", "verdict": "Both have a point", "confidence": 0.7}"""
        : asked.Slot == "proponent" ? """{"stance": "for", "argument": "It is so.", "agreement": 0.1}"""
        : """{"stance": "against", "argument": "It is not.", "agreement": 0.2}""";
}

/// <summary>A topology with its agents and what they say.</summary>
internal sealed record Scenario(
    TopologyConfig Config,
    Dictionary<string, AgentType> Agents,
    Func<Asked, string> Play,
    string Output
)
{
    public Topology Topology => Scenarios.Of("scenario", Config);

    public static JsonObject Input => new() { ["prompt"] = "Go" };
}
