using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.TestSupport;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Every topology comes to the same on every runner, and what happened is written down.</summary>
public sealed class RunnerTests
{
    public static TheoryData<string> EveryScenario() => [.. Scenarios.All.Keys];

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task A_topology_comes_to_the_same_output_and_steps_on_every_runner(string name)
    {
        Scenario scenario = Scenarios.All[name];
        MemoryTopologyStore localStore = new();
        MemoryTopologyStore asyncStore = new();
        await using LocalRunner local = new(place: Place(scenario, localStore));
        await using AsyncRunner concurrent = new(8, place: Place(scenario, asyncStore));

        TopologyRunResult one = await local.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        TopologyRunResult other = await concurrent.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);

        one.Error.ShouldBeNull();
        one.Status.ShouldBe(ExecutionStatus.Completed);
        one.Output!["output"]!.ToString().ShouldBe(scenario.Output);
        JsonNode.DeepEquals(one.Output, other.Output).ShouldBeTrue();
        (await StepsAsync(localStore, one)).ShouldBe(await StepsAsync(asyncStore, other), ignoreOrder: true);
        (one.RunnerType, other.RunnerType).ShouldBe(("local", "async"));
    }

    [Theory]
    [MemberData(nameof(EveryScenario))]
    public async Task An_execution_that_stops_after_any_step_goes_on_without_repeating_one(string name)
    {
        Scenario scenario = Scenarios.All[name];
        int steps = await CountStepsAsync(scenario);
        for (int stopAfter = 0; stopAfter <= steps; stopAfter++)
        {
            using TempWorkspace workspace = new();
            string id = await StopAsync(scenario, workspace.PathOf("agent.db"), stopAfter);
            Actors actors = new(scenario.Play);
            await using AsyncRunner runner = new(
                4,
                place: new RunnerPlace
                {
                    Store = SqliteTopologyStore.Open(workspace.PathOf("agent.db")),
                    Agents = actors,
                }
            );

            TopologyRunResult result = await runner.ResumeAsync(id);

            result.Output!["output"]!.ToString().ShouldBe(scenario.Output);
            actors.Asked.Count.ShouldBe(steps - stopAfter, $"stopped after {stopAfter} of {steps}");
            result.Usage.InputTokens.ShouldBe(10 * steps);
        }
    }

    [Fact]
    public async Task Ten_at_once_of_which_one_fails_once_make_eleven_runs_with_the_resume()
    {
        bool broken = true;
        Actors actors = new(asked => asked.Slot == "e7" && broken ? "FAIL no luck" : "yes");
        await using AsyncRunner runner = new(10, place: new RunnerPlace { Agents = actors });
        string[] slots = [.. Enumerable.Range(0, 10).Select(number => $"e{number}")];
        Topology topology = Scenarios.Of(
            "ten",
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote, FailureThreshold = 0 }
        );

        TopologyRunResult failed = await runner.RunAsync(topology, Actors.In(slots), Scenario.Input);
        broken = false;
        TopologyRunResult resumed = await runner.ResumeAsync(failed.ExecutionId);

        failed.Status.ShouldBe(ExecutionStatus.Failed);
        failed.Error!.ShouldContain("1 of 10 members failed");
        resumed.Status.ShouldBe(ExecutionStatus.Completed);
        actors.Asked.Count.ShouldBe(11);
    }

    [Fact]
    public async Task A_failed_step_is_repeated_as_often_as_its_agent_says_and_nothing_else_is()
    {
        Actors actors = new(asked => asked.Slot == "b" && asked.Attempt < 3 ? "FAIL busy" : "ok");
        Dictionary<string, AgentType> agents = Actors.In("a", "b");
        await using LocalRunner runner = new(
            place: new RunnerPlace { Agents = actors, TimeProvider = new HastyTime() }
        );
        PipelineConfig config = new() { MaxStageRetries = 2 };

        TopologyRunResult result = await runner.RunAsync(Scenarios.Of("p", config), agents, Scenario.Input);

        result.Status.ShouldBe(ExecutionStatus.Completed);
        actors.Paths.ShouldBe(["a", "b", "b", "b"]);
        TopologyRunResult given = await runner.RunAsync(
            Scenarios.Of("p", config with { MaxStageRetries = 1 }),
            agents,
            Scenario.Input
        );
        given.Error.ShouldBe("The step `b` (agent `b`) failed after 2 attempts: FAIL busy");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task The_number_at_work_is_never_passed_and_always_reached(int most)
    {
        using SemaphoreSlim gate = new(0);
        ConcurrentQueue<int> waiting = new();
        Actors actors = new(_ => "yes");
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int at = 0;
        actors.Before = async (_, token) =>
        {
            if (Interlocked.Increment(ref at) == most)
            {
                full.TrySetResult();
            }

            await full.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
        };
        await using AsyncRunner runner = new(most, place: new RunnerPlace { Agents = actors });
        string[] slots = [.. Enumerable.Range(0, 40).Select(number => $"e{number}")];

        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("many", new EnsembleConfig { AggregationMethod = AggregationMethod.Vote }),
            Actors.In(slots),
            Scenario.Input
        );

        result.Status.ShouldBe(ExecutionStatus.Completed);
        actors.MostAtWork.ShouldBe(most);
    }

    [Fact]
    public async Task A_cancelled_execution_says_so_and_can_be_resumed()
    {
        using CancellationTokenSource cancel = new();
        Actors actors = new(_ => "ok")
        {
            Before = async (asked, token) =>
            {
                if (asked.Slot == "b" && !cancel.IsCancellationRequested)
                {
                    await cancel.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                }
            },
        };
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        TopologyRunResult cancelled = await runner.RunAsync(
            Scenarios.Of("p", new PipelineConfig()),
            Actors.In("a", "b", "c"),
            Scenario.Input,
            cancel.Token
        );
        TopologyRunResult resumed = await runner.ResumeAsync(cancelled.ExecutionId);

        cancelled.Status.ShouldBe(ExecutionStatus.Cancelled);
        resumed.Status.ShouldBe(ExecutionStatus.Completed);
        actors.Paths.ShouldBe(["a", "b", "b", "c"]);
    }

    [Fact]
    public async Task An_execution_is_cancelled_from_elsewhere_with_the_next_sign_of_life_and_can_be_resumed()
    {
        TaskCompletionSource begun = new();
        MemoryTopologyStore store = new();
        bool isSlow = true;
        Actors actors = new(_ => "ok")
        {
            Before = async (asked, token) =>
            {
                if (asked.Slot == "b" && isSlow)
                {
                    begun.TrySetResult();
                    await Task.Delay(Timeout.Infinite, token);
                }
            },
        };
        RunnerPlace place = new()
        {
            Agents = actors,
            Store = store,
            TimeProvider = new HastyTime(),
            LeaseTime = TimeSpan.FromSeconds(9),
        };
        await using LocalRunner runner = new(place: place);
        await using AsyncRunner elsewhere = new(place: place);
        Task<TopologyRunResult> running = runner.RunAsync(
            Scenarios.Of("p", new PipelineConfig()),
            Actors.In("a", "b", "c"),
            Scenario.Input
        );
        await begun.Task;
        string id = (await store.Executions.ListAsync(1, null, CancellationToken.None))[0].Id;

        (await elsewhere.CancelAsync(id)).ShouldBeTrue();
        (await running).Status.ShouldBe(ExecutionStatus.Cancelled);
        (await elsewhere.CancelAsync(id)).ShouldBeFalse();
        isSlow = false;
        (await elsewhere.ResumeAsync(id)).Status.ShouldBe(ExecutionStatus.Completed);
        actors.Paths.ShouldBe(["a", "b", "b", "c"]);
    }

    [Fact]
    public async Task An_agent_and_an_execution_that_take_too_long_fail_with_the_limit_they_passed()
    {
        Actors actors = new(_ => "ok") { Before = (_, token) => Task.Delay(Timeout.Infinite, token) };
        AgentType slow = Actors.Type("slow");
        slow = slow with { Config = slow.Config with { Timeout = TimeSpan.FromMilliseconds(50) } };
        Topology topology = Scenarios.Of("p", new PipelineConfig { RetryFailedStages = false });
        await using LocalRunner patient = new(place: new RunnerPlace { Agents = actors });
        await using LocalRunner hasty = new(
            new TopologyRunConfig { TimeoutSeconds = 1 },
            new RunnerPlace { Agents = actors }
        );

        TopologyRunResult step = await patient.RunAsync(
            topology,
            new Dictionary<string, AgentType> { ["a"] = slow },
            Scenario.Input
        );
        TopologyRunResult whole = await hasty.RunAsync(topology, Actors.In("a"), Scenario.Input);

        step.Error!.ShouldContain("no answer within 0.05 s (`timeout_seconds` of the agent)");
        whole.Error!.ShouldContain("The execution took longer than 1 s");
        whole.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact]
    public async Task A_stage_that_takes_too_long_fails_with_its_limit_and_is_not_repeated_beyond_it()
    {
        Actors hanging = new(_ => "ok") { Before = (_, token) => Task.Delay(Timeout.Infinite, token) };
        Actors failing = new(_ => throw new InvalidOperationException("not now"));
        Topology brief = Scenarios.Of("p", new PipelineConfig { StageTimeoutSeconds = 0.05 });
        await using LocalRunner slow = new(place: new RunnerPlace { Agents = hanging });
        await using LocalRunner broken = new(place: new RunnerPlace { Agents = failing });

        TopologyRunResult late = await slow.RunAsync(brief, Actors.In("a"), Scenario.Input);
        TopologyRunResult failed = await broken.RunAsync(brief, Actors.In("a"), Scenario.Input);

        late.Error!.ShouldContain("the stage took longer than 0.05 s (`stage_timeout_seconds`)");
        late.Error!.ShouldContain("after 1 attempt:");
        failed.Error!.ShouldContain("not now");
        failing.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_execution_that_another_sitting_holds_is_not_run_twice()
    {
        TaskCompletionSource begun = new();
        TaskCompletionSource goOn = new();
        MemoryTopologyStore store = new();
        Actors actors = new(_ => "ok")
        {
            Before = async (_, token) =>
            {
                begun.TrySetResult();
                await goOn.Task.WaitAsync(token);
            },
        };
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors, Store = store });
        Task<TopologyRunResult> running = runner.RunAsync(
            Scenarios.Of("p", new PipelineConfig()),
            Actors.In("a"),
            Scenario.Input
        );
        await begun.Task;
        string id = (await store.Executions.ListAsync(1, null, CancellationToken.None))[0].Id;

        ExecutionInUseException refused = await Should.ThrowAsync<ExecutionInUseException>(() =>
            runner.ResumeAsync(id)
        );

        refused.Message.ShouldContain($"process {Environment.ProcessId} on {Environment.MachineName}");
        goOn.SetResult();
        (await running).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task The_stream_tells_steps_what_happens_in_them_and_the_answer()
    {
        Scenario scenario = Scenarios.All["pipeline"];
        await using LocalRunner runner = new(place: Place(scenario, new MemoryTopologyStore()));
        List<string> told = [];

        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            told.Add(
                happened switch
                {
                    SpanStartedEvent { Kind: "step" } start => $"> {start.Name}",
                    SpanEndedEvent { Attributes: not null } end => $"< {end.SpanId}",
                    NestedEvent { Event: TextEvent text } nested => $"{nested.AgentName}: {text.Content}",
                    FinalEvent final => final.Output,
                    _ => "",
                }
            );
        }

        told.Where(line => line.Length > 0)
            .ShouldBe([
                "> parse",
                "parse: parse(Go)",
                "< parse",
                "> analyse",
                "analyse: analyse(parse(Go))",
                "< analyse",
                "> write",
                "write: write(analyse(parse(Go)))",
                "< write",
                "write(analyse(parse(Go)))",
            ]);
    }

    [Fact]
    public async Task The_stream_of_a_resumed_execution_tells_the_steps_of_the_journal_as_such()
    {
        MemoryTopologyStore store = new();
        Scenario scenario = Scenarios.All["pipeline"];
        Scenario failing = scenario with { Play = asked => asked.Slot == "write" ? "FAIL" : scenario.Play(asked) };
        TopologyRunConfig config = new() { RetryOnFailure = false };
        await using LocalRunner first = new(config, Place(failing, store));
        TopologyRunResult failed = await first.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        await using LocalRunner second = new(config, Place(scenario, store));

        List<string> told = [];
        await foreach (AgentEvent happened in second.ResumeStreamAsync(failed.ExecutionId))
        {
            told.Add(
                happened switch
                {
                    SpanStartedEvent { Kind: "step" } start =>
                        $"> {start.Name} ({start.Attributes?.GetProperty("agent")})",
                    SpanEndedEvent { Attributes: not null } end =>
                        $"< {end.SpanId} {end.Attributes?.GetProperty("recorded")} "
                            + $"{end.Attributes?.GetProperty("output_tokens")}",
                    FinalEvent final => final.Output,
                    _ => "",
                }
            );
        }

        told.Where(line => line.Length > 0)
            .ShouldBe([
                "> parse (parse)",
                "< parse True 1",
                "> analyse (analyse)",
                "< analyse True 1",
                "> write (write)",
                "< write False 1",
                scenario.Output,
            ]);
    }

    [Fact]
    public async Task A_step_is_told_to_have_ended_once_it_is_in_the_journal()
    {
        MemoryTopologyStore store = new();
        Scenario scenario = Scenarios.All["pipeline"];
        await using LocalRunner runner = new(
            place: new RunnerPlace
            {
                Store = store,
                Agents = new Actors(scenario.Play),
                Ids = static _ => "one",
            }
        );
        List<int> written = [];

        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            if (happened is SpanEndedEvent { Attributes: not null } ended)
            {
                IReadOnlyList<StepRecord> steps = await store.Executions.ReadStepsAsync("one", CancellationToken.None);
                steps.ShouldContain(step => step.Path == ended.SpanId);
                written.Add(steps.Count);
            }
        }

        written.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Leaving_the_stream_cancels_the_execution()
    {
        MemoryTopologyStore store = new();
        Scenario scenario = Scenarios.All["pipeline"];
        await using LocalRunner runner = new(place: Place(scenario, store));

        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            if (happened is SpanEndedEvent)
            {
                break;
            }
        }

        ExecutionRecord left = (await store.Executions.ListAsync(1, null, CancellationToken.None))[0];
        left.Status.ShouldBeOneOf(ExecutionStatus.Cancelled, ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_topology_is_said_at_once()
    {
        await using LocalRunner runner = new(new TopologyRunConfig { TimeoutSeconds = 0 });
        Topology topology = Scenarios.Of("Bad Name", new DebateConfig { MaxRounds = -1, ConvergenceThreshold = 2 }) with
        {
            Members = new Dictionary<string, TopologyMember> { ["proponent"] = new() { Agent = "nobody" } },
        };

        TopologyException error = await Should.ThrowAsync<TopologyException>(() =>
            runner.RunAsync(topology, Actors.In("opponent"), Scenario.Input)
        );

        foreach (
            string words in new[]
            {
                "`Bad Name` is no name",
                "the slot `proponent` has no agent: there is none called `nobody`",
                "the slot `mediator`, which a debate needs, has no agent",
                "`max_rounds` is -1",
                "`convergence_threshold` is 2; it must be from 0 to 1",
                "`timeout_seconds` is 0",
            }
        )
        {
            error.Message.ShouldContain(words);
        }
    }

    private static RunnerPlace Place(Scenario scenario, ITopologyStore store) =>
        new() { Store = store, Agents = new Actors(scenario.Play) };

    private static async Task<string[]> StepsAsync(MemoryTopologyStore store, TopologyRunResult result) =>
        [
            .. (await store.Executions.ReadStepsAsync(result.ExecutionId, CancellationToken.None)).Select(step =>
                $"{step.Path} {step.Slot} {step.Input} {step.Output} {step.Error}"
            ),
        ];

    private static async Task<int> CountStepsAsync(Scenario scenario)
    {
        Actors actors = new(scenario.Play);
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });
        await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        return actors.Asked.Count;
    }

    /// <summary>Runs until some steps are written, and leaves the file as a process that died would.</summary>
    private static async Task<string> StopAsync(Scenario scenario, string file, int after)
    {
        Actors actors = new(scenario.Play);
        await using SqliteTopologyStore store = SqliteTopologyStore.Open(file);
        await using LocalRunner runner = new(
            place: new RunnerPlace { Store = new DyingStore(store, after), Agents = actors }
        );
        try
        {
            await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input);
        }
        catch (DyingStore.DeadException)
        {
            // As after kill -9: nothing more was written.
        }

        return (await store.Executions.ListAsync(1, null, CancellationToken.None))[0].Id;
    }
}
