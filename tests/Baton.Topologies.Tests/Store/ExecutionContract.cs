using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>What every store promises about executions and their steps.</summary>
public abstract class ExecutionContract<TBackend> : StoreContract<TBackend>
    where TBackend : StoreBackend, new()
{
    private IExecutionStore Executions => Store.Executions;

    [Fact]
    public async Task An_execution_and_its_steps_come_back_as_they_were()
    {
        ExecutionRecord execution = Execution("e1");
        StepRecord answered = Step("round-2/opponent") with
        {
            Input = """{"current": "quote \" and ünïcode 🎭"}""",
            Attempts = 3,
            Usage = new Usage
            {
                InputTokens = 10,
                OutputTokens = 2,
                Cost = 0.5m,
            },
            Duration = TimeSpan.FromMicroseconds(1234567),
        };
        StepRecord failed = Step("round-2/proponent") with { Output = null, Error = "FAIL\nbusy" };
        await Executions.CreateAsync(execution, LeaseOf("one"), default);
        await Executions.AppendAsync("e1", "one", answered);
        await Executions.AppendAsync("e1", "one", failed);

        ExecutionRecord found = (await Executions.FindAsync("e1", default))!;

        found.Lease.ShouldBe(LeaseOf("one"));
        Json(found with { Lease = null }).ShouldBe(Json(execution));
        found.Agents.Keys.ShouldBe(execution.Agents.Keys);
        (await Executions.ReadStepsAsync("e1", default)).ShouldBe([answered, failed]);
        (await Executions.FindAsync("e2", default)).ShouldBeNull();
        (await Executions.ReadStepsAsync("e2", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_an_agent_says_can_be_written()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.AppendAsync("e1", "one", Step("a") with { Input = "a\0b", Output = "half a pair: \ud83c." });

        StepRecord step = (await Executions.ReadStepsAsync("e1", default))[0];

        step.Input.ShouldBeOneOf("a\0b", "a\ufffdb");
        step.Output.ShouldBeOneOf("half a pair: \ud83c.", "half a pair: \ufffd.");
    }

    [Fact]
    public async Task How_an_execution_ended_comes_back_and_the_lease_is_given_up()
    {
        JsonObject output = new() { ["output"] = "ok", ["rounds"] = new JsonArray(1, 2.5, null, true) };
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Completed, output, null, Noon));

        ExecutionRecord found = (await Executions.FindAsync("e1", default))!;

        (found.Status, found.CompletedAt).ShouldBe((ExecutionStatus.Completed, Noon));
        JsonNode.DeepEquals(found.Output, output).ShouldBeTrue();
        (await AcquireAsync("two", Noon)).ShouldBeNull();
    }

    [Fact]
    public async Task An_execution_whose_lease_ran_out_is_interrupted()
    {
        DateTimeOffset end = LeaseOf("one").Until;
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.CreateAsync(Execution("e2"), LeaseOf("one"), default);
        await Executions.EndAsync("e2", "one", new ExecutionEnd(ExecutionStatus.Failed, null, "busy", Noon));

        ExecutionRecord held = (await Executions.FindAsync("e1", default))!;
        ExecutionRecord failed = (
            await Executions.ListAsync(9, ExecutionStatus.Failed, default)
        ).ShouldHaveSingleItem();

        held.IsInterruptedAt(end - TimeSpan.FromSeconds(1)).ShouldBeFalse();
        held.IsInterruptedAt(end).ShouldBeTrue();
        failed.Lease.ShouldBeNull();
        failed.IsInterruptedAt(end).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_kept_for_a_waiting_run_goes_with_its_execution()
    {
        foreach (string id in new[] { "e1", "e10" })
        {
            await Executions.CreateAsync(Execution(id), LeaseOf("one"), default);
            await Store.States.WriteAsync("critic", PausedRunKey.Of($"{id}/draft", 1), [], default);
            await Store.States.WriteAsync("critic", PausedRunKey.Of($"{id}/draft", 2), [], default);
        }

        await Store.States.WriteAsync("critic", "memory", [], default);
        await Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Cancelled, null, null, Noon));
        await Store.States.RemoveAsync("critic", PausedRunKey.Of("e10/draft", 2), default);
        await Store.States.RemoveAsync("critic", "nothing", default);

        (await Executions.PruneAsync(Noon.AddDays(1), default)).ShouldBe(1);

        (await Store.States.ReadAsync("critic", PausedRunKey.Of("e1/draft", 1), default)).ShouldBeNull();
        (await Store.States.ReadAsync("critic", PausedRunKey.Of("e1/draft", 2), default)).ShouldBeNull();
        (await Store.States.ReadAsync("critic", PausedRunKey.Of("e10/draft", 1), default)).ShouldNotBeNull();
        (await Store.States.ReadAsync("critic", PausedRunKey.Of("e10/draft", 2), default)).ShouldBeNull();
        (await Store.States.ReadAsync("critic", "memory", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_execution_that_waits_has_not_ended()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Paused, null, null, Noon));

        ExecutionRecord found = (await Executions.FindAsync("e1", default))!;

        (found.Status, found.CompletedAt).ShouldBe((ExecutionStatus.Paused, null));
        (await Executions.PruneAsync(Noon.AddDays(1), default)).ShouldBe(0);
    }

    [Fact]
    public async Task Executions_are_listed_from_the_last_and_by_how_they_stand()
    {
        foreach (string id in (string[])["e1", "e2", "e3"])
        {
            await Executions.CreateAsync(Execution(id), LeaseOf("one"), default);
        }

        await Executions.EndAsync("e2", "one", new ExecutionEnd(ExecutionStatus.Failed, null, "no luck", Noon));

        (await Ids(10, null)).ShouldBe(["e3", "e2", "e1"]);
        (await Ids(2, null)).ShouldBe(["e3", "e2"]);
        (await Ids(10, ExecutionStatus.Running)).ShouldBe(["e3", "e1"]);
        (await Ids(10, ExecutionStatus.Failed)).ShouldBe(["e2"]);
        (await Ids(10, ExecutionStatus.Paused)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_execution_that_is_held_is_refused_with_its_holder_until_the_lease_ends()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);

        (await AcquireAsync("two", Noon)).ShouldBe(LeaseOf("one"));
        (await AcquireAsync("two", Noon.AddMinutes(1))).ShouldBeNull();
        (await AcquireAsync("one", Noon)).ShouldBe(LeaseOf("two", minutes: 5));
        ExecutionRecord found = (await Executions.FindAsync("e1", default))!;
        (found.Status, found.RunnerType).ShouldBe((ExecutionStatus.Running, "async"));
        await Should.ThrowAsync<ExecutionNotFoundException>(() =>
            Executions.AcquireAsync("e2", LeaseOf("one"), Noon, "local", default)
        );
    }

    [Fact]
    public async Task Who_lost_the_lease_writes_nothing()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.AppendAsync("e1", "one", Step("a"));
        (await AcquireAsync("two", Noon.AddMinutes(1))).ShouldBeNull();

        await Should.ThrowAsync<LeaseLostException>(() => Executions.AppendAsync("e1", "one", Step("b")).AsTask());
        await Should.ThrowAsync<LeaseLostException>(() => Executions.RenewAsync("e1", LeaseOf("one"), default));
        await Should.ThrowAsync<LeaseLostException>(() =>
            Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Completed, [], null, Noon))
        );
        await Executions.AppendAsync("e1", "two", Step("c"));
        (await Executions.ReadStepsAsync("e1", default)).Select(step => step.Path).ShouldBe(["a", "c"]);
        (await Executions.FindAsync("e1", default))!.Status.ShouldBe(ExecutionStatus.Running);
    }

    [Fact]
    public async Task Who_takes_over_in_another_process_appends_after_the_steps_that_are_there()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await Executions.AppendAsync("e1", "one", Step("a"));
        await using ITopologyStore other = Backend.Open();

        (
            await other.Executions.AcquireAsync("e1", LeaseOf("two", 5), Noon.AddMinutes(1), "async", default)
        ).ShouldBeNull();
        await other.Executions.AppendAsync("e1", "two", Step("b"));

        await Should.ThrowAsync<LeaseLostException>(() => Executions.AppendAsync("e1", "one", Step("c")).AsTask());
        (await Executions.ReadStepsAsync("e1", default)).Select(step => step.Path).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Of_many_who_take_over_at_once_one_gets_it()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);

        Lease?[] holders = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(number => Task.Run(() => AcquireAsync($"o{number}", Noon.AddMinutes(1))))
        );

        holders.Count(holder => holder is null).ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_append_at_once_all_are_written_and_one_who_may_not_disturbs_nobody()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);

        Task[] appends =
        [
            .. Enumerable
                .Range(0, 500)
                .Select(number =>
                    Task.Run(() =>
                        Executions.AppendAsync("e1", number % 50 == 7 ? "nobody" : "one", Step($"s{number}")).AsTask()
                    )
                ),
        ];
        await Task.WhenAll(appends).ContinueWith(_ => { }, TaskScheduler.Default);

        appends.Count(append => append.IsFaulted).ShouldBe(10);
        (await Executions.ReadStepsAsync("e1", default)).Select(step => step.Path).Distinct().Count().ShouldBe(490);
    }

    [Fact]
    public async Task The_holder_learns_with_its_next_sign_of_life_that_it_is_to_cancel()
    {
        await Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        (await Executions.RenewAsync("e1", LeaseOf("one", 2), default)).ShouldBeFalse();

        (await Executions.RequestCancelAsync("e1", Noon, default)).ShouldBe(LeaseOf("one", 2));

        (await Executions.RenewAsync("e1", LeaseOf("one", 3), default)).ShouldBeTrue();
        (await Executions.FindAsync("e1", default))!.Status.ShouldBe(ExecutionStatus.Running);
        await Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Cancelled, null, "asked", Noon));
        (await AcquireAsync("two", Noon)).ShouldBeNull();
        (await Executions.RenewAsync("e1", LeaseOf("two"), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_nobody_holds_is_cancelled_at_once_and_what_ended_stays_as_it_is()
    {
        foreach (string id in (string[])["left", "waiting", "done"])
        {
            await Executions.CreateAsync(Execution(id), LeaseOf("one"), default);
        }

        await Executions.EndAsync("waiting", "one", new ExecutionEnd(ExecutionStatus.Paused, null, null, Noon));
        await Executions.EndAsync("done", "one", new ExecutionEnd(ExecutionStatus.Completed, [], null, Noon));

        foreach (string id in (string[])["left", "waiting", "done"])
        {
            (await Executions.RequestCancelAsync(id, Noon.AddMinutes(1), default)).ShouldBeNull();
        }

        (await Executions.FindAsync("left", default))!.Status.ShouldBe(ExecutionStatus.Cancelled);
        (await Executions.FindAsync("waiting", default))!.CompletedAt.ShouldBe(Noon.AddMinutes(1));
        (await Executions.FindAsync("done", default))!.Status.ShouldBe(ExecutionStatus.Completed);
        await Should.ThrowAsync<LeaseLostException>(() => Executions.AppendAsync("left", "one", Step("a")).AsTask());
        await Should.ThrowAsync<ExecutionNotFoundException>(() =>
            Executions.RequestCancelAsync("nowhere", Noon, default)
        );
    }

    [Fact]
    public async Task Old_executions_are_removed_with_their_steps_and_approvals_and_running_ones_stay()
    {
        foreach (string id in (string[])["done", "fresh", "running"])
        {
            await Executions.CreateAsync(Execution(id), LeaseOf("one"), default);
            await Executions.AppendAsync(id, "one", Step("a"));
            await Store.Approvals.AddAsync(id, ApprovalContract<TBackend>.Request("a"), default);
        }

        await Executions.EndAsync("done", "one", new ExecutionEnd(ExecutionStatus.Completed, [], null, Noon));
        await Executions.EndAsync("fresh", "one", new ExecutionEnd(ExecutionStatus.Failed, [], "", Noon.AddDays(1)));

        (await Executions.PruneAsync(Noon.AddHours(1), default)).ShouldBe(1);

        (await Ids(10, null)).ShouldBe(["running", "fresh"]);
        (await Executions.ReadStepsAsync("done", default)).ShouldBeEmpty();
        (await Store.Approvals.ReadAsync("done", default)).ShouldBeEmpty();
        (await Executions.ReadStepsAsync("running", default)).ShouldHaveSingleItem();
        (await Store.Approvals.ReadAsync("fresh", default)).ShouldHaveSingleItem();
    }

    private Task<Lease?> AcquireAsync(string owner, DateTimeOffset now) =>
        Executions.AcquireAsync("e1", LeaseOf(owner, minutes: 5), now, "async", default);

    private async Task<string[]> Ids(int limit, ExecutionStatus? status) =>
        [.. (await Executions.ListAsync(limit, status, default)).Select(execution => execution.Id)];
}
