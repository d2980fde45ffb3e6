using System.Text.Json.Nodes;

namespace Baton.Topologies.Tests.Store;

/// <summary>What every store promises about what agents keep.</summary>
public abstract class AgentStateContract<TBackend> : StoreContract<TBackend>
    where TBackend : StoreBackend, new()
{
    [Fact]
    public async Task A_state_comes_back_and_the_last_one_written_holds()
    {
        JsonObject state = new()
        {
            ["items"] = new JsonArray("one", 2.5, null),
            ["z"] = "🎭",
            ["a"] = true,
        };
        await Store.States.WriteAsync("critic", "memory", new JsonObject { ["items"] = "old" }, default);
        await Store.States.WriteAsync("critic", "memory", state, default);
        await Store.States.WriteAsync("critic", "notes", [], default);

        JsonObject found = (await Store.States.ReadAsync("critic", "memory", default))!;

        found.ToJsonString().ShouldBe(state.ToJsonString());
        (await Store.States.ReadAsync("critic", "other", default)).ShouldBeNull();
        (await Store.States.ReadAsync("nobody", "memory", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_changes_what_was_read_changes_nothing_that_is_kept()
    {
        JsonObject state = new() { ["count"] = 1 };
        await Store.States.WriteAsync("critic", "memory", state, default);
        state["count"] = 2;
        (await Store.States.ReadAsync("critic", "memory", default))!["count"] = 3;

        (await Store.States.ReadAsync("critic", "memory", default))!["count"]!.GetValue<int>().ShouldBe(1);
    }
}
