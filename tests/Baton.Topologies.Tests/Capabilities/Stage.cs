using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>Everything that outlives a process, and a model that is played by a function.</summary>
internal sealed class Stage
{
    public MemoryTopologyStore Store { get; } = new();

    public IExecutionStore Executions => Store.Executions;

    public IApprovals Approvals => Store.Approvals;

    public IAgentStates States => Store.States;

    public ManualTimeProvider Time { get; } = new();

    public ToolRegistry Tools { get; set; } = new();

    public CapabilityRegistry Capabilities { get; set; } = CapabilityRegistry.Default;

    /// <summary>What models were asked, in order.</summary>
    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    /// <summary>A runner of a process of its own with a model.</summary>
    public LocalRunner Runner(Func<ScriptedRequest, int, ScriptedReply> model) =>
        new(place: Place(new ModelAgents(_ => Client(model), Time)));

    /// <summary>A runner with a model that answers in words.</summary>
    public LocalRunner Runner(Func<string, string> model) =>
        Runner((request, _) => ScriptedReply.Say(model(request.Messages[^1].Text)));

    /// <summary>A runner with agents of any kind.</summary>
    public LocalRunner Runner(IAgentSource agents) => new(place: Place(agents));

    public RunnerPlace Place(IAgentSource agents) =>
        new()
        {
            Store = Store,
            Agents = agents,
            Tools = Tools,
            Capabilities = Capabilities,
            TimeProvider = Time,
        };

    /// <summary>An agent with capabilities.</summary>
    public static AgentType Agent(string name, params CapabilitySpec[] capabilities) =>
        new()
        {
            Name = name,
            Role = AgentRole.Specialist,
            Config = new AgentConfig
            {
                SystemPrompt = $"You are {name}.",
                Capabilities = capabilities,
                MaxRetries = 0,
            },
        };

    /// <summary>A capability with settings.</summary>
    public static CapabilitySpec With(string name, string settings) =>
        new(name) { Settings = JsonNode.Parse(settings)!.AsObject() };

    /// <summary>Agents as stages, in their order.</summary>
    public static (Topology Topology, Dictionary<string, AgentType> Agents) Pipeline(params AgentType[] agents) =>
        (
            Scenarios.Of("line", new PipelineConfig { MaxStageRetries = 0 }),
            agents.ToDictionary(agent => agent.Name, StringComparer.Ordinal)
        );

    public static async Task<TopologyRunResult> RunAsync(TopologyRunner runner, params AgentType[] agents)
    {
        (Topology topology, Dictionary<string, AgentType> seats) = Pipeline(agents);
        return await runner.RunAsync(topology, seats, Scenario.Input);
    }

    private ScriptedChatClient Client(Func<ScriptedRequest, int, ScriptedReply> model) =>
        new(
            (request, number) =>
            {
                Requests.Enqueue(request);
                return model(request, number);
            }
        );
}

/// <summary>Decisions of people.</summary>
internal static class Decisions
{
    public static Task<int> ApproveAsync(this IApprovals approvals, TopologyRunResult paused) =>
        approvals.DecideAsync(
            paused.ExecutionId,
            path: null,
            new ApprovalDecision(IsApproved: true, "", "ann", DateTimeOffset.UnixEpoch),
            CancellationToken.None
        );

    public static Task<int> RejectAsync(this IApprovals approvals, TopologyRunResult paused, string comment) =>
        approvals.DecideAsync(
            paused.ExecutionId,
            path: null,
            new ApprovalDecision(IsApproved: false, comment, "ann", DateTimeOffset.UnixEpoch),
            CancellationToken.None
        );
}
