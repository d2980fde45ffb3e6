using Baton.Configuration;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Store.Memory;

namespace Baton.Topologies.Tests.Definitions.Files;

/// <summary>Teams put together of what a catalog keeps.</summary>
public sealed class AssembledTeamTests
{
    [Fact]
    public async Task Everything_that_is_wrong_with_a_kept_topology_is_said_at_once_and_once()
    {
        await using MemoryTopologyStore store = new();
        await store.Catalog.SaveAgentAsync(
            Actors.Type("judge") with
            {
                Config = new AgentConfig { Temperature = 3 },
            },
            default
        );
        await store.Catalog.SaveTopologyAsync(
            Scenarios.Of("dispute", new DebateConfig { MaxRounds = -1 }) with
            {
                Members = new Dictionary<string, TopologyMember>
                {
                    ["proponent"] = new() { Agent = "advocate" },
                    ["mediator"] = new() { Agent = "judge" },
                },
            },
            default
        );

        ConfigurationException wrong = await Should.ThrowAsync<ConfigurationException>(() =>
            AssembledTeam.CheckedFromCatalogAsync("dispute", store.Catalog, default)
        );

        string[] errors = [.. wrong.Errors.Select(error => error.ToString())];
        errors[0].ShouldStartWith("dispute: members: there is no agent `advocate`; ");
        errors.ShouldContain(error => error.Contains("temperature` is 3"));
        errors.ShouldContain(error => error.StartsWith("dispute: config.max_rounds: ", StringComparison.Ordinal));
        errors.ShouldContain("dispute: members: the slot `opponent`, which a debate needs, has no agent");
        errors.Length.ShouldBe(4, string.Join('\n', errors));
    }

    [Fact]
    public async Task A_kept_topology_that_can_run_comes_with_its_agents_and_no_others()
    {
        await using MemoryTopologyStore store = new();
        foreach (string name in new[] { "draft", "polish", "stranger" })
        {
            await store.Catalog.SaveAgentAsync(Actors.Type(name), default);
        }

        await store.Catalog.SaveTopologyAsync(
            Scenarios.Of("text", new PipelineConfig()) with
            {
                Members = new Dictionary<string, TopologyMember> { ["draft"] = new(), ["polish"] = new() },
            },
            default
        );

        AssembledTeam team = await AssembledTeam.CheckedFromCatalogAsync("text", store.Catalog, default);

        team.Agents.Keys.ShouldBe(["draft", "polish"]);
    }
}
