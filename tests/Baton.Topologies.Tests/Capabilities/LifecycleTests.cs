using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Agents.Providers.Scripted;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>The life of an agent as capabilities of one's own see it, and what is wrong with capabilities.</summary>
public sealed class LifecycleTests
{
    private static readonly ConcurrentQueue<string> _log = new();

    private readonly Stage _stage = new();

    public LifecycleTests() => _log.Clear();

    [Fact]
    public async Task Every_hook_is_called_in_its_order_and_nested_by_what_is_needed_first()
    {
        _stage.Capabilities = CapabilityRegistry.Default.With<Outer>().With<Inner>();
        _stage.Tools = new ToolRegistry(AIFunctionFactory.Create(() => "sun", "weather"));
        AgentType agent = Stage.Agent("actor", "inner", "outer", "sums");
        agent = agent with { Config = agent.Config with { Tools = ["weather"] } };
        await using (
            LocalRunner runner = _stage.Runner(
                (_, number) => number == 0 ? ScriptedReply.Call("weather") : ScriptedReply.Say("sunny")
            )
        )
        {
            TopologyRunResult result = await Stage.RunAsync(runner, agent);
            result.Output!["output"]!.ToString().ShouldBe("sunny<inner<outer");
        }

        _log.ShouldBe([
            "outer created",
            "inner created",
            "outer start actor 1",
            "inner start actor 1",
            "outer message",
            "inner message",
            "outer invoke",
            "inner invoke",
            "outer tool weather",
            "inner tool weather",
            "inner response",
            "outer response",
            "outer complete sunny<inner<outer",
            "inner complete sunny<inner<outer",
            "inner destroyed",
            "outer destroyed",
        ]);
        _stage.Requests.First().Messages[^1].Text.ShouldEndWith(">outer>inner");
    }

    [Fact]
    public async Task A_failed_attempt_is_told_as_an_error_and_a_refused_tool_to_the_model()
    {
        _stage.Capabilities = CapabilityRegistry.Default.With<Outer>();
        _stage.Tools = new ToolRegistry(AIFunctionFactory.Create(() => "boom", "forbidden"));
        AgentType agent = Stage.Agent("actor", "outer");
        agent = agent with { Config = agent.Config with { Tools = ["forbidden"] } };
        await using LocalRunner runner = _stage.Runner(
            (request, number) =>
                number == 0
                    ? ScriptedReply.Call("forbidden")
                    : throw new InvalidOperationException(
                        request.Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()
                    )
        );

        TopologyRunResult result = await Stage.RunAsync(runner, agent);

        result.Status.ShouldBe(ExecutionStatus.Failed);
        _log.Last(line => line.Contains("error")).ShouldContain("outer does not like forbidden");
    }

    [Fact]
    public async Task A_capability_that_throws_fails_the_attempt_with_its_words()
    {
        _stage.Capabilities = CapabilityRegistry.Default.With<Broken>();
        await using LocalRunner runner = _stage.Runner(_ => "fine");

        TopologyRunResult result = await Stage.RunAsync(runner, Stage.Agent("actor", "broken"));

        result.Error!.ShouldContain("nothing works today");
    }

    [Fact]
    public async Task A_capability_of_ones_own_may_ask_a_person_and_has_strict_settings()
    {
        _stage.Capabilities = CapabilityRegistry.Default.With<Spending>();
        await using LocalRunner runner = _stage.Runner(_ => """{"amount": 500}""");
        AgentType buyer = Stage.Agent("buyer", Stage.With("spending", """{"above": 100}"""));
        AgentType modest = Stage.Agent("buyer", Stage.With("spending", """{"above": 1000}"""));

        TopologyRunResult paused = await Stage.RunAsync(runner, buyer);
        TopologyRunResult done = await Stage.RunAsync(runner, modest);

        paused.Error!.ShouldContain("May `buyer` spend 500?");
        done.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_capabilities_is_said_at_once_before_anything_runs()
    {
        _stage.Capabilities = CapabilityRegistry.Default.With<Chicken>().With<Egg>().With<Needy>();
        AgentType target = Stage.Agent("far", "tool_use");
        AgentType[] agents =
        [
            Stage.Agent(
                "wrong",
                Stage.With("memory", """{"half_lief": "3d", "recall": -1, "importance": "much"}"""),
                Stage.With("human_in_loop", """{"on_timeout": "default", "ask": "later"}"""),
                Stage.With("reasonning", "{}"),
                "tool_us",
                Stage.With("structured_output", """{"schema": {"type": "objct"}}""")
            ),
            Stage.Agent("circle", "chicken", "egg", "needy", "memory", "memory"),
            target with
            {
                Config = target.Config with { Target = [], Tools = ["weather"] },
            },
            Stage.Agent("tools") with
            {
                Config = new AgentConfig
                {
                    Tools = ["wether", "mcp:x"],
                    OutputFormat = OutputFormat.Of(new JsonObject { ["minimun"] = 3 }),
                },
            },
        ];
        _stage.Tools = new ToolRegistry(AIFunctionFactory.Create(() => "sun", "weather"));
        await using LocalRunner runner = _stage.Runner(_ => "never");

        TopologyException error = await Should.ThrowAsync<TopologyException>(() => Stage.RunAsync(runner, agents));

        foreach (
            string words in new[]
            {
                "agent `wrong`: `memory.half_lief` unknown key; did you mean `half_life`?",
                "`memory.recall`",
                "`memory.importance`",
                "`human_in_loop.ask`",
                "there is no capability `reasonning`, and a skill has no settings; did you mean `reasoning`?",
                "there is no capability `tool_us`; did you mean `tool_use`?",
                "structured_output: `schema.type` must be one or several of",
                "agent `circle`: capabilities need one another in a circle: `chicken` → `egg` → `chicken`",
                "`needy` needs `luck`; give the agent that capability too",
                "`memory` stands twice",
                "tool_use: the agent is a target",
                "`tools` are for models; a target has tools of its own",
                "there is no tool `wether`; there are weather; did you mean `weather`?",
                "`tools` has `mcp:x`, and this runner connects to no tool servers",
                "output_format: `schema.minimun` is a word that Baton does not hold answers to",
            }
        )
        {
            error.Message.ShouldContain(words);
        }

        _stage.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_slot_overrides_is_checked_in_the_parts_of_compounds_too()
    {
        Topology inner = Scenarios.Of("inner", new PipelineConfig { CheckpointAfter = ["a"] }) with
        {
            Members = new Dictionary<string, TopologyMember>
            {
                ["a"] = new()
                {
                    Agent = "a",
                    ConfigOverrides = new ConfigOverrides { Capabilities = ["memori"] },
                },
            },
        };
        Topology topology = Scenarios.Of(
            "outer",
            new CompoundConfig { SubTopologies = [new CompoundPart { Name = "inner", Topology = inner }] }
        );
        await using LocalRunner runner = new(
            new TopologyRunConfig { CheckpointEnabled = false },
            _stage.Place(new Actors(_ => "never"))
        );

        TopologyException error = await Should.ThrowAsync<TopologyException>(() =>
            runner.RunAsync(topology, Actors.In("a"), Scenario.Input)
        );

        error.Message.ShouldContain("there is no capability `memori`; did you mean `memory`?");
        error.Message.ShouldContain("checkpoint_after: a person is to be asked, and the execution could not go on");
    }

    [Fact]
    public void A_registry_takes_all_of_an_assembly_and_no_name_twice()
    {
        CapabilityRegistry registry = CapabilityRegistry.Default;

        registry
            .All.Select(info => info.Name)
            .ShouldBe(["tool_use", "memory", "reasoning", "human_in_loop", "structured_output"]);
        Should
            .Throw<TopologyException>(() => registry.With<Outer>().With<Outer>())
            .Message.ShouldContain("There is a capability `outer` already");
        Should.Throw<TopologyException>(() => registry.With<Nameless>()).Message.ShouldContain("has no name");
        registry.WithAll(Assembly.GetExecutingAssembly()).All.Select(info => info.Name).ShouldContain("polite");
    }

    private abstract class Logging : Capability
    {
        public override ValueTask CreatedAsync(AgentSetup setup, CancellationToken cancellationToken) => Log("created");

        public override ValueTask StartAsync(CapabilityStep step, CancellationToken cancellationToken) =>
            Log($"start {step.Path} {step.Attempt}");

        public override ValueTask<string> MessageAsync(
            CapabilityStep step,
            string message,
            CancellationToken cancellationToken
        )
        {
            Note("message");
            return new($"{message}>{Name}");
        }

        public override Task<string> InvokeAsync(
            CapabilityStep step,
            string message,
            Func<string, Task<string>> next,
            CancellationToken cancellationToken
        )
        {
            Note("invoke");
            return next(message);
        }

        public override ValueTask<string> ResponseAsync(
            CapabilityStep step,
            string answer,
            CancellationToken cancellationToken
        )
        {
            Note("response");
            return new($"{answer}<{Name}");
        }

        public override ValueTask<string?> ToolCallAsync(
            CapabilityStep step,
            ToolCallEvent call,
            CancellationToken cancellationToken
        )
        {
            Note($"tool {call.ToolName}");
            return new(call.ToolName == "forbidden" ? $"{Name} does not like {call.ToolName}" : null);
        }

        public override ValueTask CompleteAsync(
            CapabilityStep step,
            string answer,
            CancellationToken cancellationToken
        ) => Log($"complete {answer}");

        public override ValueTask ErrorAsync(CapabilityStep step, AgentError error) => Log($"error {error.Message}");

        public override ValueTask DestroyedAsync() => Log("destroyed");

        private ValueTask Log(string what)
        {
            Note(what);
            return default;
        }

        private void Note(string what) => _log.Enqueue($"{Name} {what}");
    }

    [Capability("outer")]
    private sealed class Outer : Logging;

    [Capability("inner", Needs = ["outer"])]
    private sealed class Inner : Logging;

    [Capability("chicken", Needs = ["egg"])]
    private sealed class Chicken : Capability;

    [Capability("egg", After = ["chicken"])]
    private sealed class Egg : Capability;

    [Capability("needy", Needs = ["luck"])]
    private sealed class Needy : Capability;

    private sealed class Nameless : Capability;

    [Capability("broken")]
    private sealed class Broken : Capability
    {
        public override ValueTask<string> ResponseAsync(
            CapabilityStep step,
            string answer,
            CancellationToken cancellationToken
        ) => throw new InvalidOperationException("nothing works today");
    }

    private sealed record SpendingSettings
    {
        public int Above { get; init; }
    }

    [Capability("spending")]
    private sealed class Spending : Capability<SpendingSettings>
    {
        public override bool AsksPeople => true;

        public override ApprovalWish? ApprovalAfter(StepRecord step)
        {
            int amount = (int)JsonNode.Parse(step.Output!)!["amount"]!;
            return amount > Settings.Above
                ? new ApprovalWish { Question = $"May `{step.Agent}` spend {amount}?" }
                : null;
        }
    }
}

/// <summary>A capability that an assembly offers.</summary>
[Capability("polite", Description = "The agent says please.")]
public sealed class PoliteCapability : Capability;
