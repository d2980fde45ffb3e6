using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;

namespace Baton.Topologies.Tests.Definitions.Files;

/// <summary>What a team file says, and everything that can be wrong with it.</summary>
public sealed class TeamFileTests
{
    private const string Research = """
        agents:
          researcher_1: {description: Research agent 1, role: specialist, config: {model: "anthropic:claude-sonnet-4", system_prompt: "Look it up"}}
          local_py:     {description: Ours in Python, role: executor, config: {target: {process: {command: [python3, agent.py], protocol: jsonl}}}}
        topology:
          name: research_ensemble
          description: Parallel research with synthesis
          type: ensemble
          config: {aggregation_method: synthesis}
          members: {ensemble_0: researcher_1, ensemble_1: local_py, aggregator: {agent: researcher_1, position: 9, config_overrides: {temperature: 0.2}}}
        """;

    [Fact]
    public void Agents_and_a_topology_stand_in_one_file()
    {
        TeamFile file = TeamFile.Parse(Research);

        file.Agents.Select(agent => agent.Name).ShouldBe(["researcher_1", "local_py"]);
        file.Agents[0].Role.ShouldBe(AgentRole.Specialist);
        file.Agents[0].Config.SystemPrompt.ShouldBe("Look it up");
        file.Agents[0].Config.Timeout.ShouldBe(TimeSpan.FromSeconds(300));
        file.Agents[1].Config.Target!["process"]!["protocol"]!.ToString().ShouldBe("jsonl");
        Topology topology = file.Topologies.ShouldHaveSingleItem();
        topology.Name.ShouldBe("research_ensemble");
        topology.Config.ShouldBeOfType<EnsembleConfig>().AggregationMethod.ShouldBe(AggregationMethod.Synthesis);
        topology.Members.Keys.ShouldBe(["ensemble_0", "ensemble_1", "aggregator"]);
        topology.Members["aggregator"].Position.ShouldBe(9);
        topology.Members["aggregator"].ConfigOverrides!.Temperature.ShouldBe(0.2);
    }

    [Fact]
    public void A_team_is_put_together_of_those_its_topology_names()
    {
        TeamFile file = TeamFile.Parse(
            """
            agents:
              writer: {role: executor}
              reader: {role: reviewer}
            topologies:
              alone: {type: pipeline, members: {write: writer}}
              both: {type: pipeline, members: {write: writer, read: reader}}
            """
        );

        file.Assemble("alone").Agents.Keys.ShouldBe(["writer"]);
        file.Assemble("both").Agents.Keys.ShouldBe(["writer", "reader"]);
        Should.Throw<TopologyException>(() => file.Assemble()).Message.ShouldContain("name one of `alone`, `both`");
        Should.Throw<TopologyException>(() => file.Assemble("bot")).Message.ShouldContain("did you mean `both`?");
    }

    [Fact]
    public void Without_members_each_agent_of_the_file_has_the_slot_of_its_name()
    {
        TeamFile file = TeamFile.Parse(
            """
            agents: {proponent: {role: planner}, opponent: {role: critic}, mediator: {role: reviewer}}
            topology: {name: talk, type: debate}
            """
        );

        file.Topologies[0].Members.Keys.ShouldBe(["proponent", "opponent", "mediator"]);
        file.Topologies[0].Members["mediator"].Agent.ShouldBe("mediator");
    }

    [Fact]
    public void Parts_of_a_compound_are_written_in_place_or_named()
    {
        TeamFile file = TeamFile.Parse(
            """
            agents: {a: {role: executor}, b: {role: reviewer}}
            topology:
              name: whole
              type: compound
              config:
                composition_type: conditional
                sub_topologies:
                  - {topology: draft, when: {path: kind, equals: text}}
                  - name: check
                    topology: {type: crosscheck, members: {primary: a, checker_1: b}}
                    input_mapping: {answer: output}
            topologies:
              draft: {type: pipeline, members: {write: a}}
            """
        );

        CompoundConfig config = file.Topologies[0].Config.ShouldBeOfType<CompoundConfig>();
        config.SubTopologies.Select(part => part.Name).ShouldBe(["draft", "check"]);
        config.SubTopologies[0].Topology.ShouldBe(file.Topologies[1]);
        config.SubTopologies[0].When.ShouldBe(new PartCondition("kind", "text"));
        config.SubTopologies[1].InputMapping["answer"].ShouldBe("output");
        file.Assemble().Agents.Keys.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Agents_and_topologies_of_a_catalog_may_be_named()
    {
        TeamReading reading = new()
        {
            Agents = [new AgentType { Name = "known", Role = AgentRole.Executor }],
            Topologies =
            [
                new Topology
                {
                    Name = "kept",
                    Config = new PipelineConfig(),
                    Members = new Dictionary<string, TopologyMember> { ["only"] = new() { Agent = "known" } },
                },
            ],
        };

        TeamFile file = TeamFile.Parse(
            "topology: {name: whole, type: compound, config: {sub_topologies: [{topology: kept}]}}",
            reading
        );

        file.Agents.ShouldBeEmpty();
        file.Borrowed.Select(agent => agent.Name).ShouldBe(["known"]);
        file.Assemble().Agents.Keys.ShouldBe(["known"]);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_place_key_and_way_out() =>
        Errors(
                """
                agents:
                  Writer: {role: executor}
                  critic: {role: critik, config: {temperature: 3, modle: "x:y"}}
                  reader: {role: reviewer, config: {model: gpt-4o, timeout_seconds: 0}}
                topology:
                  name: talk
                  type: debate
                  config: {max_rounds: -1, convergence: 0.5}
                  members:
                    proponent: reeder
                    oponent: {agent: reader, config_overrides: {temperature: hot, model: "acme:one"}}
                    mediator: reader
                topologies:
                  round: {type: compound, config: {sub_topologies: [{topology: trip}]}}
                  trip: {type: compound, config: {sub_topologies: [{topology: round}]}}
                  odd: {type: ensembel}
                  checks: {type: crosscheck, config: {num_checkers: 3}, members: {primary: reader, checker_1: reader}}
                """
            )
            .ShouldBe([
                "team.yaml:2:3: agents.Writer: `Writer` is no name: 1 to 64 of a to z, 0 to 9, `_` and `-`",
                "team.yaml:3:18: agents.critic.role: expected one of `planner`, `executor`, `reviewer`, `critic`, `synthesizer`, `specialist`, `coordinator`, `observer`, found the text `critik`; did you mean `critic`?",
                "team.yaml:3:48: agents.critic.config.temperature: must be from 0 to 2, not 3",
                "team.yaml:3:51: agents.critic.config.modle: unknown key; did you mean `model`?",
                "team.yaml:4:69: agents.reader.config.timeout_seconds: must be at least 1ms, not 0s",
                "team.yaml:4:44: agents.reader.config.model: `gpt-4o` must be written `provider:model`, for example `openai:gpt-4o-mini`",
                "team.yaml:10:16: topology.members.proponent: there is no agent `reeder`; did you mean `reader`?",
                "team.yaml:11:74: topology.members.oponent.config_overrides.model: `acme` is no provider; use one of openai, openai-responses, openai-compatible, anthropic, ollama, scripted",
                "team.yaml:11:62: topology.members.oponent.config_overrides.temperature: expected a number, found the text `hot`",
                "team.yaml:8:24: topology.config.max_rounds: must be at least 0, not -1",
                "team.yaml:8:28: topology.config.convergence: unknown key; did you mean `convergence_threshold`?",
                "team.yaml:11:5: topology.members.oponent: nobody asks this slot; known here: `proponent`, `opponent`, `mediator`; did you mean `opponent`?",
                "team.yaml:9:3: topology.members: the slot `opponent`, which a debate needs, has no agent",
                "team.yaml:15:63: topologies.trip.config.sub_topologies[0].topology: a topology cannot be a part of itself: `round` → `trip` → `round`",
                "team.yaml:16:15: topologies.odd.type: expected one of `debate`, `chain`, `delegation`, `crosscheck`, `ensemble`, `pipeline`, `compound`, found the text `ensembel`; did you mean `ensemble`?",
                "team.yaml:17:39: topologies.checks.config.num_checkers: `num_checkers` is 3, and there are 1 slots `checker_…`",
            ]);

    [Theory]
    [InlineData("agnets: {}", "team.yaml:1:1: agnets: unknown key; did you mean `agents`?")]
    [InlineData("- one", "team.yaml:1:1: a team is keys and values: `agents:` and below it agents, then `topology:`")]
    [InlineData("agents: {a: {description: x}}", "team.yaml:1:13: agents.a.role: is required; give it a value")]
    [InlineData(
        "agents: {a: {role: executor, config: {capabilities: [{memory: {half_live: 3d}}]}}}",
        "team.yaml:1:39: agents.a.config: `memory.half_live` unknown key; did you mean `half_life`?"
    )]
    [InlineData("topology: {name: t}", "team.yaml:1:11: topology.type: is required; give it a value")]
    [InlineData(
        "topology: {name: t, type: pipeline}",
        "team.yaml:1:11: topology.members: a pipeline needs at least one stage"
    )]
    [InlineData(
        "topology: {name: t, type: compound, members: {a: b}, config: {sub_topologies: [{name: x}, {topology: gone}]}}",
        "team.yaml:1:37: topology.members: a compound has parts, not members; write them in the parts under `config.sub_topologies`",
        "team.yaml:1:80: topology.config.sub_topologies[0].topology: is required; give it a value",
        "team.yaml:1:102: topology.config.sub_topologies[1].topology: there is no topology `gone`"
    )]
    [InlineData(
        "{agents: {w: {role: executor}}, topology: {name: t, type: chain, members: {comander: w, wroker_1: w}}}",
        "team.yaml:1:76: topology.members.comander: nobody asks this slot; known here: `commander`, `lieutenant`, `worker`, `commander_…`, `lieutenant_…`, `worker_…`; did you mean `commander`?",
        "team.yaml:1:89: topology.members.wroker_1: nobody asks this slot; known here: `commander`, `lieutenant`, `worker`, `commander_…`, `lieutenant_…`, `worker_…`; did you mean `worker_1`?",
        "team.yaml:1:66: topology.members: a chain needs at least two levels, for example slots `commander` and `worker_1`"
    )]
    [InlineData(
        "topologies: {a: {name: b, type: pipeline}}",
        "team.yaml:1:24: topologies.a.name: is `b`, and the key says `a`; leave `name` away",
        "team.yaml:1:17: topologies.a.members: a pipeline needs at least one stage"
    )]
    public void A_mistake_is_named_once(string yaml, params string[] errors) => Errors(yaml).ShouldBe(errors);

    [Fact]
    public void Sections_of_targets_are_checked_by_those_who_know_them()
    {
        List<string> seen = [];
        TeamReading reading = new()
        {
            CheckTarget = (section, key, errors) =>
            {
                seen.Add(key);
                errors.Add(section.Place, $"{key}.http.url", "is required");
            },
        };

        Should
            .Throw<ConfigurationException>(() =>
                TeamFile.Parse("agents: {a: {role: executor, config: {target: {http: {}}}}}", reading)
            )
            .Errors.Select(error => error.Key)
            .ShouldBe(["agents.a.config.target.http.url"]);
        seen.ShouldBe(["agents.a.config.target"]);
    }

    private static string[] Errors(string yaml) =>
        [.. Should.Throw<ConfigurationException>(() => TeamFile.Parse(yaml)).Errors.Select(error => error.ToString())];
}
