using Baton.Agents.Histories;
using Baton.Agents.Providers.Scripted;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>What holds for every run, whatever models and tools do and whenever it is struck.</summary>
public sealed class RunPropertyTests
{
    [Fact]
    public void Every_run_ends_with_a_history_that_goes_on_and_a_record_of_every_call() =>
        Prop.ForAll(
                RunScript.Any(maxParallelTools: 4).ToArbitrary(),
                script =>
                {
                    RunResult result = Play(script);
                    Check(result);
                    RunResult second = Runner.RunSync(
                        Agents.Saying(ScriptedReply.Say("done")),
                        "and now?",
                        history: result.History
                    );
                    second.Status.ShouldBe(RunStatus.Completed);
                    HistoryRules.Validate(second.History).ShouldBeEmpty();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Every_stream_keeps_its_order_and_comes_to_the_same_result() =>
        Prop.ForAll(
                RunScript.Any(maxParallelTools: 1).ToArbitrary(),
                script =>
                {
                    using ScriptRun run = new(script);
                    List<AgentEvent> events = Runs.EventsAsync(run.Agent, run.Config, history: null, run.Token)
                        .GetAwaiter()
                        .GetResult();
                    CheckOrder(events);
                    RunResult streamed = ((RunEndedEvent)events[^1]).Result;
                    Check(streamed);
                    RunResult played = Play(script);
                    bool isOpen = WasStopped(streamed) || WasStopped(played);
                    Summary(streamed, isOpen).ShouldBe(Summary(played, isOpen));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_paused_run_comes_to_the_same_end_as_one_that_was_approved_at_once() =>
        Prop.ForAll(
                RunScript.Any(maxParallelTools: 1).ToArbitrary(),
                any =>
                {
                    RunScript script = any with { Strike = "none", Approver = "none", StopOnToolError = false };
                    using ScriptRun run = new(script);
                    RunResult result = Runs.ResultAsync(run.Agent, run.Config, observed: false)
                        .GetAwaiter()
                        .GetResult();
                    while (result.Paused is { } paused)
                    {
                        HistoryRules.Validate(result.History).ShouldBeEmpty();
                        result = Runner
                            .ResumeAsync(
                                run.Agent,
                                PausedRun.FromJson(paused.ToJson()),
                                paused.Approvals.ToDictionary(
                                    call => call.CallId,
                                    _ => new ToolApproval(Approved: true),
                                    StringComparer.Ordinal
                                ),
                                run.Config
                            )
                            .GetAwaiter()
                            .GetResult();
                    }

                    Check(result);
                    Summary(result).ShouldBe(Summary(Play(script with { Approver = "approves" })));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static RunResult Play(RunScript script)
    {
        using ScriptRun run = new(script);
        return Runs.ResultAsync(run.Agent, run.Config, observed: false, cancellationToken: run.Token)
            .GetAwaiter()
            .GetResult();
    }

    private static void Check(RunResult result)
    {
        HistoryRules.Validate(result.History).ShouldBeEmpty();
        result
            .History.SelectMany(message => message.Contents.OfType<FunctionCallContent>())
            .Select(call => call.CallId)
            .ShouldBe(result.ToolCalls.Select(call => call.CallId));
        result.RunId.ShouldBe("run");
        result.History[0].Text.ShouldBe("go");
        result.TurnCount.ShouldBeInRange(0, 5);
        (result.Error is null).ShouldBe(result.Status is RunStatus.Completed or RunStatus.Running);
        (result.LimitReached is null || result.Status == RunStatus.Failed).ShouldBeTrue();
        (result.Paused is null).ShouldBe(result.Status != RunStatus.Running);
        if (result.Status == RunStatus.Completed)
        {
            result.FinalOutput.ShouldNotBeNull();
        }
    }

    private static void CheckOrder(List<AgentEvent> events)
    {
        events[0].ShouldBeOfType<RunStartedEvent>();
        RunResult result = events[^1].ShouldBeOfType<RunEndedEvent>().Result;
        events.Count(happened => happened is RunStartedEvent or RunEndedEvent).ShouldBe(2);
        AgentEvent[] outcomes = [.. events.Where(happened => happened is FinalEvent or ErrorEvent or LimitEvent)];
        outcomes.Length.ShouldBe(result.Status is RunStatus.Completed or RunStatus.Failed ? 1 : 0);
        if (outcomes.Length == 1)
        {
            outcomes[0].ShouldBeSameAs(events[^2]);
        }

        int open = 0;
        int turns = 0;
        HashSet<string> called = [];
        HashSet<string> answered = [];
        foreach (AgentEvent happened in events)
        {
            switch (happened)
            {
                case TurnStartedEvent started:
                    started.Number.ShouldBe(++turns);
                    (++open).ShouldBe(1);
                    break;
                case TurnEndedEvent ended:
                    ended.Number.ShouldBe(turns);
                    (--open).ShouldBe(0);
                    break;
                case ToolCallEvent call:
                    open.ShouldBe(1);
                    called.Add(call.CallId).ShouldBeTrue();
                    break;
                case ToolResultEvent answer:
                    called.ShouldContain(answer.CallId);
                    answered.Add(answer.CallId).ShouldBeTrue();
                    break;
                case TextEvent text:
                    open.ShouldBe(1);
                    text.Content.ShouldNotBeEmpty();
                    break;
            }
        }

        turns.ShouldBe(result.TurnCount);
        open.ShouldBe(result.Status == RunStatus.Running ? 1 : 0);
        result.ToolCalls.Select(call => call.CallId).ShouldBeSubsetOf(called);
    }

    // A tool that ends while its run is being stopped may just have been in time.
    private static bool WasStopped(RunResult result) =>
        result.ToolCalls is [.., { Error: "The call was stopped before it ended" }];

    private static string Summary(RunResult result, bool isLastCallOpen = false) =>
        string.Join(
            '\n',
            [
                $"{result.Status} {result.LimitReached} {result.TurnCount} {result.FinalOutput} {result.AgentName}",
                $"{result.Usage.TotalTokens} {result.Error?.Kind} {result.Error?.Message}",
                .. result.ToolCalls.Select(call =>
                    $"{call.CallId} {call.Name} {Outcome(result, call, isLastCallOpen)}"
                ),
                .. result.History.Select(message =>
                    $"{message.Role} {message.Text} {string.Join(", ", message.Contents.Where(content => content is not TextContent).Select(content => content.GetType().Name))}"
                ),
            ]
        );

    private static string Outcome(RunResult result, ToolCallRecord call, bool isLastCallOpen) =>
        isLastCallOpen && ReferenceEquals(call, result.ToolCalls[^1])
            ? "in time or not"
            : $"{call.Result} {call.Error}";
}
