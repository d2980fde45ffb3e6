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

    [Fact]
    public async Task A_state_is_replaced_only_where_it_is_still_what_was_read()
    {
        JsonObject first = new() { ["count"] = 1, ["words"] = "Grüße \"…\"" };
        JsonObject second = new() { ["count"] = 2 };

        (await Store.States.ReplaceAsync("critic", "memory", read: null, first, default)).ShouldBeTrue();
        (await Store.States.ReplaceAsync("critic", "memory", read: null, second, default)).ShouldBeFalse();
        JsonObject read = (await Store.States.ReadAsync("critic", "memory", default))!;
        (await Store.States.ReplaceAsync("critic", "memory", read, second, default)).ShouldBeTrue();
        (await Store.States.ReplaceAsync("critic", "memory", read, first, default)).ShouldBeFalse();

        (await Store.States.ReadAsync("critic", "memory", default))!["count"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_who_count_at_once_nobody_is_lost()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ =>
                {
                    JsonObject? read;
                    JsonObject counted;
                    do
                    {
                        read = await Store.States.ReadAsync("counter", "memory", default);
                        counted = new JsonObject { ["count"] = ((int?)read?["count"] ?? 0) + 1 };
                    } while (!await Store.States.ReplaceAsync("counter", "memory", read, counted, default));
                })
        );

        (await Store.States.ReadAsync("counter", "memory", default))!["count"]!.GetValue<int>().ShouldBe(20);
    }
}
