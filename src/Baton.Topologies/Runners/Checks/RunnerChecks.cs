using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using static Baton.Topologies.Runners.Checks.CheckBench;
using static Baton.Topologies.Runners.Checks.CheckScenario;

namespace Baton.Topologies.Runners.Checks;

/// <summary>What every runner promises, as checks that any runner can be put to, also one of your own.</summary>
/// <remarks>
/// <c>foreach (RunnerCheck check in RunnerChecks.All)</c>: <c>(await check.RunAsync(runner)).Problem</c> is
/// <see langword="null"/> when the promise is kept. They need no network and, where a runner is quick, seconds.
/// </remarks>
public static class RunnerChecks
{
    private static readonly CheckScenario _threeStages = Of(
        new PipelineConfig { RetryFailedStages = false },
        Agent("first"),
        Agent("second", new CheckScript { FailFirst = 1 }),
        Agent("third")
    );

    /// <summary>All checks.</summary>
    public static IReadOnlyList<RunnerCheck> All { get; } =
    [
        .. CheckScenarios.All.Select(scenario => new RunnerCheck(
            $"same-{scenario.Key}",
            $"A topology ({scenario.Key}) comes to the output, steps and messages it comes to on the local runner.",
            (bench, cancellationToken) => ComeToTheSameAsync(bench, scenario.Value, cancellationToken)
        )),
        new(
            "resume-repeats-nothing",
            "Steps that ended are not asked for again when an execution goes on.",
            ResumeAsync
        ),
        new(
            "resume-failed-members",
            "Of a failed execution, what failed is asked again, and nothing else.",
            ResumeMembersAsync
        ),
        new("cancel", "A cancelled execution is left cancelled, and can go on.", CancelAsync),
        new("agent-timeout", "A step ends when its agent's time is over.", AgentTimeoutAsync),
        new("execution-timeout", "An execution ends when its time is over.", ExecutionTimeoutAsync),
        new("failed-stage", "A pipeline whose stage fails says which one, and asks no later one.", FailedStageAsync),
        new(
            "failed-members",
            "An ensemble goes on without members that fail, up to its threshold.",
            FailedMembersAsync
        ),
        new("retries", "A failed step is repeated as often as its agent says.", RetriesAsync),
        new(
            "events",
            "Every step and every part is told of, inside what is around it, and the answer comes last.",
            EventsAsync
        ),
        .. ApprovalChecks.All,
    ];

    private static async Task ComeToTheSameAsync(
        CheckBench bench,
        CheckScenario scenario,
        CancellationToken cancellationToken
    )
    {
        (TopologyRunResult wanted, string[] steps) = await bench
            .MeasureAsync(scenario, cancellationToken)
            .ConfigureAwait(false);
        TopologyRunResult result = await bench.RunAsync(scenario, cancellationToken).ConfigureAwait(false);
        Same("the error", result.Error, wanted.Error);
        Same("the status", result.Status, wanted.Status);
        Same("the output", Text(result.Output), Text(wanted.Output));
        Same("what was spent", result.Usage, wanted.Usage);
        SameItems("the list of steps", await bench.StepsAsync(result.ExecutionId).ConfigureAwait(false), steps);
    }

    private static async Task ResumeAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        TopologyRunResult failed = await bench.RunAsync(_threeStages, cancellationToken).ConfigureAwait(false);
        Same("the status", failed.Status, ExecutionStatus.Failed);
        TopologyRunResult resumed = await bench
            .ResumeAsync(failed.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        Same("the output", Answer(resumed), "third(second(first(Go)))");
        SameItems("the list of questions", bench.Agents.Asked, ["first", "second", "second", "third"]);
    }

    private static async Task ResumeMembersAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario members = Of(
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote, FailureThreshold = 0 },
            Agent("a", "yes"),
            Agent("b", new CheckScript { Say = "yes", FailFirst = 1 }),
            Agent("c", "yes")
        );
        TopologyRunResult failed = await bench.RunAsync(members, cancellationToken).ConfigureAwait(false);
        Same("the status", failed.Status, ExecutionStatus.Failed);
        TopologyRunResult resumed = await bench
            .ResumeAsync(failed.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        Same("the output", Answer(resumed), "yes");
        SameItems("the list of questions", bench.Agents.Asked, ["a", "b", "b", "c"]);
    }

    private static async Task CancelAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario stages = Of(
            new PipelineConfig(),
            Agent("first"),
            Agent("second", new CheckScript { HangFirst = 1 }),
            Agent("third")
        );
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TopologyRunResult> running = bench.RunAsync(stages, cancel.Token);
        await bench.BegunAsync("second", cancellationToken).ConfigureAwait(false);
        await cancel.CancelAsync().ConfigureAwait(false);
        TopologyRunResult cancelled = await running.ConfigureAwait(false);
        Same("the status", cancelled.Status, ExecutionStatus.Cancelled);
        TopologyRunResult resumed = await bench
            .ResumeAsync(cancelled.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        Same("the output", Answer(resumed), "third(second(first(Go)))");
        SameItems("the list of questions", bench.Agents.Asked, ["first", "second", "second", "third"]);
    }

    private static async Task AgentTimeoutAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        AgentConfig hasty = new() { Timeout = TimeSpan.FromSeconds(1), MaxRetries = 0 };
        CheckScenario scenario = Of(
            new PipelineConfig { RetryFailedStages = false },
            Agent("only", new CheckScript { HangFirst = CheckAgents.Always }, hasty)
        );
        TopologyRunResult result = await bench.RunAsync(scenario, cancellationToken).ConfigureAwait(false);
        Same("the status", result.Status, ExecutionStatus.Failed);
        Same(
            "the error",
            result.Error,
            "The step `only` (agent `only`) failed after 1 attempt: no answer within 1 s (`timeout_seconds` of the agent)"
        );
    }

    private static async Task ExecutionTimeoutAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario scenario = Of(
            new PipelineConfig(),
            Agent("only", new CheckScript { HangFirst = CheckAgents.Always })
        );
        TopologyRunResult result = await bench
            .RunAsync(scenario, cancellationToken, new TopologyRunConfig { TimeoutSeconds = 1 })
            .ConfigureAwait(false);
        Same("the status", result.Status, ExecutionStatus.Failed);
        Same("the error", result.Error, "The execution took longer than 1 s (`timeout_seconds`); resume it to go on");
    }

    private static async Task FailedStageAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        TopologyRunResult result = await bench.RunAsync(_threeStages, cancellationToken).ConfigureAwait(false);
        Same("the status", result.Status, ExecutionStatus.Failed);
        Same("the error", result.Error, "The step `second` (agent `second`) failed after 1 attempt: failure 1");
        SameItems("the list of questions", bench.Agents.Asked, ["first", "second"]);
    }

    private static async Task FailedMembersAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario scenario = Of(
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote, FailureThreshold = 0.5 },
            Agent("a", "yes"),
            Agent("b", new CheckScript { FailFirst = CheckAgents.Always })
        );
        await ComeToTheSameAsync(bench, scenario, cancellationToken).ConfigureAwait(false);
        CheckScenario strict = scenario with
        {
            Topology = Named(
                "strict",
                new EnsembleConfig { AggregationMethod = AggregationMethod.Vote, FailureThreshold = 0.4 }
            ),
        };
        TopologyRunResult result = await bench.RunAsync(strict, cancellationToken).ConfigureAwait(false);
        Same("the status", result.Status, ExecutionStatus.Failed);
        Same("what is said", result.Error?.Split(',')[0], "1 of 2 members failed");
    }

    private static async Task RetriesAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario scenario = Of(
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote },
            Agent("a", new CheckScript { Say = "yes", FailFirst = 1 }, new AgentConfig { MaxRetries = 1 })
        );
        TopologyRunResult result = await bench.RunAsync(scenario, cancellationToken).ConfigureAwait(false);
        Same("the output", Answer(result), "yes");
        SameItems("the list of questions", bench.Agents.Asked, ["a", "a"]);
        string step = (await bench.StepsAsync(result.ExecutionId).ConfigureAwait(false))[0];
        Same("the step", step.Split(" | asked ")[0], "a | a | a | 2 | 10");
    }

    private static async Task EventsAsync(CheckBench bench, CancellationToken cancellationToken)
    {
        CheckScenario scenario = CheckScenarios.All["nested-parallel"];
        List<AgentEvent> events = await bench.StreamAsync(scenario, cancellationToken).ConfigureAwait(false);
        List<AgentEvent> wanted = await bench.MeasureEventsAsync(scenario, cancellationToken).ConfigureAwait(false);
        SameItems("the list of begins and ends", Spans(events), Spans(wanted));
        Dictionary<string, int> begun = events
            .Index()
            .Where(each => each.Item is SpanStartedEvent)
            .ToDictionary(each => ((SpanStartedEvent)each.Item).SpanId, each => each.Index, StringComparer.Ordinal);
        foreach ((int at, AgentEvent happened) in events.Index())
        {
            switch (happened)
            {
                case SpanStartedEvent { ParentSpanId: { } parent } inner:
                    Same($"whether `{inner.SpanId}` begins after what is around it", at > begun[parent], wanted: true);
                    break;
                case SpanEndedEvent ended:
                    Same($"whether `{ended.SpanId}` ends after it begins", at > begun[ended.SpanId], wanted: true);
                    break;
                default:
                    break;
            }
        }

        Same("the last event", (events[^1] as FinalEvent)?.Output, (wanted[^1] as FinalEvent)?.Output);
    }

    // The whole execution has its identifier, which is another one each time.
    private static IEnumerable<string> Spans(List<AgentEvent> events)
    {
        string execution = events.OfType<SpanStartedEvent>().First().SpanId;
        return events
            .Select(happened =>
                happened switch
                {
                    SpanStartedEvent begun =>
                        $"begin {begun.Kind} {begun.SpanId} ({begun.Name}) in {begun.ParentSpanId}",
                    SpanEndedEvent ended => $"end {ended.SpanId} {ended.Output} {ended.Error}",
                    _ => "",
                }
            )
            .Where(line => line.Length > 0)
            .Select(line => line.Replace(execution, "EXECUTION", StringComparison.Ordinal));
    }

    private static string? Answer(TopologyRunResult result) => Text(result.Output?["output"]) ?? result.Error;

    private static string? Text(JsonNode? node) => node?.ToString();
}
