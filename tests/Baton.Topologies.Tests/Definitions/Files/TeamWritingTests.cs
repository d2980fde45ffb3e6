using System.Text.Json.Nodes;
using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Topologies.Tests.Definitions.Files;

/// <summary>A team that is written reads back as the same team.</summary>
public sealed class TeamWritingTests
{
    private static readonly Gen<string> _name = Gen.Elements("a", "b", "c-1", "d_2", "e9", "f", "null", "12", "true");

    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.Elements(
            "",
            "no",
            "- x",
            "a: b",
            "# c",
            "two\nlines\n",
            " blank ",
            "${NAME}",
            "Grüße \u2603 \"q\" 'q'",
            "1.0"
        ),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Printable(text.Get))
    );

    private static readonly Gen<double> _share = Gen.Choose(0, 100).Select(share => share / 100d);

    [Fact]
    public void A_written_team_reads_back_as_the_same_team() =>
        Prop.ForAll(
                Teams().ToArbitrary(),
                team =>
                {
                    string yaml = team.Write();
                    TeamFile read = TeamFile.Parse(yaml);

                    TopologyJson.Write(read).ShouldBe(TopologyJson.Write(team), yaml);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Defaults_are_left_out_and_named_parts_stay_named()
    {
        TeamFile team = TeamFile.Parse(
            """
            agents:
              ours: {role: executor, config: {model: "scripted:a.json", capabilities: [prose, {memory: {half_life: 3d}}], target: {http: {url: "${URL}"}}}}
            topology: {name: whole, type: compound, config: {sub_topologies: [{topology: inner}]}}
            topologies: {inner: {type: pipeline, config: {max_stage_retries: 0}, members: {ours: {}, again: {agent: ours, weight: 2}}}}
            """
        );

        ApprovedText.ShouldBeApproved(team.Write(), "Definitions/Files/written-team.yaml");
    }

    private static Gen<TeamFile> Teams() =>
        from names in Gen.ListOf(_name, 4).Select(names => names.Distinct(StringComparer.Ordinal).ToList())
        from agents in Gen.CollectToArray(names, Agents)
        from others in Gen.ListOf(Topologies(names, depth: 2), 2)
        from hasMain in Gen.Elements(true, false)
        select new TeamFile
        {
            Agents = agents,
            Topologies = [.. others.DistinctBy(topology => topology.Name)],
            HasMain = hasMain,
        };

    private static Gen<AgentType> Agents(string name) =>
        from role in Gen.Elements(Enum.GetValues<AgentRole>())
        from description in _text
        from prompt in _text
        from temperature in _share
        from seconds in Gen.Choose(1, 100_000)
        from retries in Gen.Choose(0, 5)
        from capabilities in Gen.Elements<IReadOnlyList<CapabilitySpec>>(
            [],
            ["tool_use", "prose"],
            [new CapabilitySpec("memory") { Settings = new JsonObject { ["half_life"] = "3d" } }]
        )
        from format in Gen.Elements(
            OutputFormat.Text,
            OutputFormat.Json,
            OutputFormat.Of(new JsonObject { ["type"] = "object", ["title"] = "x" })
        )
        from isTarget in Gen.Elements(true, false)
        select new AgentType
        {
            Name = name,
            Role = role,
            Description = description,
            Version = retries.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Config = new AgentConfig
            {
                SystemPrompt = prompt,
                Temperature = temperature,
                Timeout = TimeSpan.FromSeconds(seconds) / 8,
                MaxRetries = retries,
                Capabilities = capabilities,
                OutputFormat = format,
                Target =
                    isTarget && capabilities.Count == 0
                        ? new JsonObject { ["http"] = new JsonObject { ["url"] = "http://x" } }
                        : null,
            },
        };

    private static Gen<Topology> Topologies(List<string> agents, int depth) =>
        from name in _name
        from description in _text
        from config in depth == 0 ? Plain() : Gen.Frequency((3, Plain()), (1, Compounds(agents, depth - 1)))
        from members in config is CompoundConfig
            ? Gen.Constant(new Dictionary<string, TopologyMember>())
            : Members(config, agents)
        select new Topology
        {
            Name = name,
            Description = description,
            Config = config,
            Members = members,
        };

    private static Gen<TopologyConfig> Plain() =>
        from share in _share
        from number in Gen.Choose(1, 5)
        from isSet in Gen.Elements(true, false)
        from config in Gen.Elements<TopologyConfig>(
            new PipelineConfig { MaxStageRetries = number, RetryFailedStages = isSet },
            new EnsembleConfig { AggregationMethod = AggregationMethod.BestOf, FailureThreshold = share },
            new EnsembleConfig { DiversityWeight = share },
            new DebateConfig
            {
                MaxRounds = number,
                ConvergenceThreshold = share,
                AllowEarlyTermination = isSet,
            },
            new CrosscheckConfig { RequireUnanimousForApproval = isSet, CheckerSpecializations = ["facts", "tone"] },
            new DelegationConfig { RoutingStrategy = RoutingStrategy.RoundRobin, LoadBalance = isSet },
            new ChainConfig { EscalationThreshold = share, AuthorityLevels = ["top", "worker"] }
        )
        select config;

    private static Gen<TopologyConfig> Compounds(List<string> agents, int depth) =>
        from parts in Gen.NonEmptyListOf(Topologies(agents, depth))
        from type in Gen.Elements(CompositionType.Parallel, CompositionType.Conditional)
        from mapping in Gen.Elements(new Dictionary<string, string>(), new() { ["a.b"] = "c", ["d"] = "" })
        select (TopologyConfig)
            new CompoundConfig
            {
                CompositionType = type,
                SubTopologies =
                [
                    .. parts
                        .DistinctBy(part => part.Name)
                        .Take(3)
                        .Select(part => new CompoundPart
                        {
                            Name = part.Name,
                            Topology = part,
                            OutputMapping = mapping,
                            When = type == CompositionType.Conditional ? new PartCondition("kind", "12") : null,
                        }),
                ],
            };

    private static Gen<Dictionary<string, TopologyMember>> Members(TopologyConfig config, List<string> agents) =>
        Gen.CollectToArray(Slots(config), slot => Member(slot, agents))
            .Select(members => members.ToDictionary(each => each.Slot, each => each.Member, StringComparer.Ordinal));

    private static Gen<(string Slot, TopologyMember Member)> Member(string slot, List<string> agents) =>
        from agent in Gen.Elements(agents.ToArray())
        from position in Gen.Elements<int?>(null, 3)
        from weight in Gen.Elements(1, 0.25)
        from overrides in Gen.Elements(
            null,
            new ConfigOverrides
            {
                Temperature = 0,
                SystemPrompt = "yes",
                Timeout = TimeSpan.FromMilliseconds(1500),
            }
        )
        select (
            slot,
            new TopologyMember
            {
                Agent = agent,
                Position = position,
                Weight = weight,
                ConfigOverrides = overrides,
            }
        );

    private static string[] Slots(TopologyConfig config) =>
        config switch
        {
            DebateConfig => ["proponent", "opponent", "mediator"],
            CrosscheckConfig => ["primary", "checker_1", "checker_2"],
            DelegationConfig => ["coordinator", "maths"],
            ChainConfig => ["top", "worker_1", "worker_2"],
            EnsembleConfig => ["x", "aggregator"],
            _ => ["one", "two", "true"],
        };

    // What YAML cannot hold is no text of a definition.
    private static string Printable(string text) =>
        new([.. text.Where(letter => letter is '\n' or (>= ' ' and < '\u007f') or (> '\u00a0' and < '\ud800'))]);
}
