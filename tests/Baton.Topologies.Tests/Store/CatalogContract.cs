using Baton.Topologies.Definitions;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>What every store promises about agents and topologies by name.</summary>
public abstract class CatalogContract<TBackend> : StoreContract<TBackend>
    where TBackend : StoreBackend, new()
{
    private ICatalog Catalog => Store.Catalog;

    [Fact]
    public async Task An_agent_comes_back_as_it_was_and_the_last_of_its_name_holds()
    {
        AgentType agent = Agent("critic", AgentRole.Critic) with { Description = "Finds \"it\" – 🎭" };
        await Catalog.SaveAgentAsync(Agent("critic", AgentRole.Planner), default);
        await Catalog.SaveAgentAsync(agent, default);
        await using ITopologyStore other = Backend.Open();

        Json(await other.Catalog.FindAgentAsync("critic", default)).ShouldBe(Json(agent));
        (await Catalog.ListAgentsAsync(role: null, default)).Count.ShouldBe(1);
        (await Catalog.FindAgentAsync("nobody", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Agents_are_listed_by_name_and_by_role()
    {
        foreach (
            (string name, AgentRole role) in new[]
            {
                ("b", AgentRole.Critic),
                ("a_2", AgentRole.Planner),
                ("a-1", AgentRole.Critic),
                ("a", AgentRole.Critic),
            }
        )
        {
            await Catalog.SaveAgentAsync(Agent(name, role), default);
        }

        (await NamesAsync(role: null)).ShouldBe(["a", "a-1", "a_2", "b"]);
        (await NamesAsync(AgentRole.Critic)).ShouldBe(["a", "a-1", "b"]);
        (await NamesAsync(AgentRole.Observer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_agent_is_removed_once()
    {
        await Catalog.SaveAgentAsync(Agent("critic", AgentRole.Critic), default);

        (await Catalog.DeleteAgentAsync("critic", default)).ShouldBeTrue();
        (await Catalog.DeleteAgentAsync("critic", default)).ShouldBeFalse();
        (await Catalog.FindAgentAsync("critic", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_topology_comes_back_as_it_was_with_its_members_in_order()
    {
        Topology topology = Scenarios.All["compound of three"].Topology with
        {
            Name = "team",
            Members = new Dictionary<string, TopologyMember>
            {
                ["zebra"] = new() { Agent = "writer" },
                ["aardvark"] = new()
                {
                    Position = 9,
                    Weight = 2,
                    ConfigOverrides = new ConfigOverrides { Temperature = 0.2 },
                },
            },
        };
        await Catalog.SaveTopologyAsync(topology with { Description = "Old" }, default);
        await Catalog.SaveTopologyAsync(topology, default);
        await Catalog.SaveTopologyAsync(Scenarios.All["chain"].Topology with { Name = "alone" }, default);

        Topology found = (await Catalog.FindTopologyAsync("team", default))!;

        Json(found).ShouldBe(Json(topology));
        found.Members.Keys.ShouldBe(["zebra", "aardvark"]);
        (await Catalog.ListTopologiesAsync(default)).Select(each => each.Name).ShouldBe(["alone", "team"]);
        (await Catalog.DeleteTopologyAsync("team", default)).ShouldBeTrue();
        (await Catalog.DeleteTopologyAsync("team", default)).ShouldBeFalse();
        (await Catalog.FindTopologyAsync("team", default)).ShouldBeNull();
    }

    private async Task<string[]> NamesAsync(AgentRole? role) =>
        [.. (await Catalog.ListAgentsAsync(role, default)).Select(agent => agent.Name)];
}
