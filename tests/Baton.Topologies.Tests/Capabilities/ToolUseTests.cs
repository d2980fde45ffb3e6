using System.Collections.Concurrent;
using Baton.Agents;
using Baton.Agents.Providers.Scripted;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>What an agent may call: which tools, how often, how long, and with whose consent.</summary>
public sealed class ToolUseTests
{
    private readonly Stage _stage = new();
    private readonly ConcurrentQueue<string> _called = new();

    public ToolUseTests() =>
        _stage.Tools = new ToolRegistry(
            AIFunctionFactory.Create(
                (string city) =>
                {
                    _called.Enqueue($"weather {city}");
                    return $"sun in {city}";
                },
                "weather"
            ),
            AIFunctionFactory.Create(
                (int amount, RunContext run) =>
                {
                    _called.Enqueue($"pay {amount} {run.RunId[run.RunId.IndexOf('/')..]}");
                    return "paid";
                },
                "pay"
            ),
            AIFunctionFactory.Create(
                async (CancellationToken token) =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                    return "never";
                },
                "hang"
            )
        );

    [Fact]
    public async Task The_model_is_told_of_what_it_may_call_and_nothing_else()
    {
        TopologyRunResult result = await RunAsync(
            Play(ScriptedReply.Call("pay", Amount(3)), ScriptedReply.Say("sunny")),
            """{"allow": ["weather", "h*"], "deny": ["hang"]}"""
        );

        result.Output!["output"]!.ToString().ShouldBe("sunny");
        Offered().ShouldBe(["weather"]);
        _called.ShouldBeEmpty();
        Told().ShouldContain("There is no tool `pay`");
    }

    [Fact]
    public async Task Calls_beyond_the_most_are_told_to_the_model_and_not_made()
    {
        await RunAsync(
            Play(
                ScriptedReply.Call("weather", City("Rome"), "1"),
                ScriptedReply.Call("weather", City("Oslo"), "2"),
                ScriptedReply.Say("enough")
            ),
            """{"max_calls": 1}"""
        );

        _called.ShouldBe(["weather Rome"]);
        Told().ShouldContain("No more than 1 calls are allowed in a turn (`max_calls`)");
    }

    [Fact]
    public async Task A_call_that_takes_too_long_counts_as_failed()
    {
        await using LocalRunner runner = new(
            place: _stage.Place(
                new ModelAgents(_ => new ScriptedChatClient(
                    Play(ScriptedReply.Call("hang"), ScriptedReply.Say("well"))
                ))
            )
        );

        TopologyRunResult result = await Stage.RunAsync(runner, Teller("""{"timeout": "20ms"}"""));

        result.Output!["output"]!.ToString().ShouldBe("well");
    }

    [Fact]
    public async Task A_tool_sees_the_key_of_its_attempt()
    {
        await RunAsync(Play(ScriptedReply.Call("pay", Amount(3)), ScriptedReply.Say("done")), "{}");

        _called.ShouldBe(["pay 3 /teller/1"]);
    }

    [Fact]
    public async Task A_confirmed_call_pauses_in_the_middle_of_the_step_and_nothing_before_it_is_repeated()
    {
        const string settings = """{"confirm": ["pay"]}""";
        TopologyRunResult paused = await RunAsync(
            Play(
                new ScriptedReply
                {
                    ToolCalls =
                    [
                        new FunctionCallContent("1", "weather", City("Rome")),
                        new FunctionCallContent("2", "pay", Amount(7)),
                    ],
                }
            ),
            settings
        );
        Approval question = (await _stage.Approvals.ReadAsync(paused.ExecutionId, CancellationToken.None)).Single();
        string[] before = [.. _called];
        await _stage.Approvals.ApproveAsync(paused);
        TopologyRunResult done = await ResumeAsync(Play(ScriptedReply.Say("all paid")), paused);

        paused.Status.ShouldBe(ExecutionStatus.Paused);
        (question.Request.Path, question.Request.Question, question.Request.Context).ShouldBe(
            ("teller/2", "May `teller` call `pay`?", """{"amount":7}""")
        );
        before.ShouldBe(["weather Rome"]);
        done.Output!["output"]!.ToString().ShouldBe("all paid");
        _called.ShouldBe(["weather Rome", "pay 7 /teller/1"]);
        _stage.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_call_is_told_to_the_model_with_the_comment()
    {
        TopologyRunResult paused = await RunAsync(Play(ScriptedReply.Call("pay", Amount(7))), """{"confirm": true}""");
        await _stage.Approvals.RejectAsync(paused, "too much");
        TopologyRunResult done = await ResumeAsync(Play(ScriptedReply.Say("then not")), paused);

        done.Output!["output"]!.ToString().ShouldBe("then not");
        _called.ShouldBeEmpty();
        Told().ShouldContain("The call was not approved: too much");
    }

    [Fact]
    public async Task Servers_are_connected_once_for_all_agents_of_an_execution_and_disconnected_after_it()
    {
        int connected = 0;
        int disconnected = 0;
        _stage.Tools = new ToolRegistry
        {
            Servers = (reference, _) =>
            {
                Interlocked.Increment(ref connected);
                return Task.FromResult(
                    new ToolServer(
                        [AIFunctionFactory.Create(() => $"from {reference}", "remote")],
                        new Connection(() => Interlocked.Increment(ref disconnected))
                    )
                );
            },
        };
        await using LocalRunner runner = _stage.Runner(
            (request, _) =>
                request.Messages[^1].Role == ChatRole.Tool
                    ? ScriptedReply.Say(Result(request.Messages[^1]))
                    : ScriptedReply.Call("remote")
        );
        AgentType[] agents =
        [
            .. new[] { "a", "b" }.Select(name =>
                Stage.Agent(name) with
                {
                    Config = new AgentConfig { Tools = ["mcp:https://tools.example/x"] },
                }
            ),
        ];

        TopologyRunResult result = await Stage.RunAsync(runner, agents);

        result.Output!["output"]!.ToString().ShouldBe("from mcp:https://tools.example/x");
        (connected, disconnected).ShouldBe((1, 1));
    }

    private AgentType Teller(string settings)
    {
        AgentType agent = Stage.Agent("teller", Stage.With("tool_use", settings));
        return agent with { Config = agent.Config with { Tools = [.. _stage.Tools.Names] } };
    }

    private async Task<TopologyRunResult> RunAsync(Func<ScriptedRequest, int, ScriptedReply> model, string settings)
    {
        await using LocalRunner runner = _stage.Runner(model);
        return await Stage.RunAsync(runner, Teller(settings));
    }

    private async Task<TopologyRunResult> ResumeAsync(
        Func<ScriptedRequest, int, ScriptedReply> model,
        TopologyRunResult paused
    )
    {
        await using LocalRunner runner = _stage.Runner(model);
        return await runner.ResumeAsync(paused.ExecutionId);
    }

    private string[] Offered() => [.. _stage.Requests.First().Options!.Tools!.Select(tool => tool.Name)];

    private string Told() => Result(_stage.Requests.Last().Messages[^1]);

    private static string Result(ChatMessage message) =>
        message.Contents.OfType<FunctionResultContent>().Single().Result!.ToString()!;

    private static Func<ScriptedRequest, int, ScriptedReply> Play(params ScriptedReply[] replies) =>
        (_, number) => replies[number];

    private static Dictionary<string, object?> City(string city) => new() { ["city"] = city };

    private static Dictionary<string, object?> Amount(int amount) => new() { ["amount"] = amount };

    private sealed class Connection(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return default;
        }
    }
}
