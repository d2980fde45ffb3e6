using Baton.TestSupport;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Topologies.Tests.Store;

/// <summary>Stores by their addresses.</summary>
public sealed class TopologyStoresTests
{
    [Theory]
    [InlineData("sqlite:///./agent.db")]
    [InlineData("sqlite+aiosqlite:///./agent.db")]
    [InlineData("./agent.db")]
    public async Task A_file_has_an_address(string address)
    {
        using TempWorkspace workspace = new();
        string file = workspace.PathOf("agent.db");

        await using ITopologyStore store = TopologyStores.Open(address.Replace("./agent.db", file));

        store.ShouldBeOfType<SqliteTopologyStore>();
        File.Exists(file).ShouldBeTrue();
    }

    [Theory]
    [InlineData("mysql://user:secret@host/x", "`mysql://` is no store Baton knows")]
    [InlineData("sqlite:///", "names no file; write `sqlite:///path`")]
    public void An_address_of_no_store_is_refused_without_its_password(string address, string words)
    {
        string refusal = Should.Throw<TopologyException>(() => TopologyStores.Open(address)).Message;

        refusal.ShouldContain(words);
        refusal.ShouldContain("sqlite:///path");
        refusal.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_kind_that_was_made_known_is_opened_with_its_address_whatever_the_driver()
    {
        List<(string, Durability)> opened = [];
        TopologyStores.Register(
            "shelf",
            (address, durability) =>
            {
                opened.Add((address, durability));
                return new MemoryTopologyStore();
            }
        );

        await using ITopologyStore store = TopologyStores.Open("Shelf+driver://a/b", Durability.Exit);

        opened.ShouldBe([("Shelf+driver://a/b", Durability.Exit)]);
    }
}
