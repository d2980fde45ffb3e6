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
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>Everything that outlives a process, and a model that is played by a function.</summary>
internal sealed class Stage
{
    public MemoryExecutionStore Executions { get; } = new();

    public KeptApprovals Approvals { get; } = new();

    public KeptStates States { get; } = new();

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
            Store = Executions,
            Agents = agents,
            Approvals = Approvals,
            States = States,
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

/// <summary>Questions to people, in memory.</summary>
internal sealed class KeptApprovals : IApprovals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Approval>> _byExecution = new(StringComparer.Ordinal);

    public Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            List<Approval> all = Of(executionId);
            if (!all.Exists(approval => approval.Request.Path == request.Path))
            {
                all.Add(new Approval(request, Decision: null));
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Approval>>([.. Of(executionId)]);
        }
    }

    public Task<int> DecideAsync(
        string executionId,
        string? path,
        ApprovalDecision decision,
        CancellationToken cancellationToken
    )
    {
        int decided = 0;
        lock (_gate)
        {
            List<Approval> all = Of(executionId);
            for (int index = 0; index < all.Count; index++)
            {
                if (all[index].Decision is null && (path is null || all[index].Request.Path == path))
                {
                    all[index] = all[index] with { Decision = decision };
                    decided++;
                }
            }
        }

        return Task.FromResult(decided);
    }

    private List<Approval> Of(string executionId) =>
        _byExecution.TryGetValue(executionId, out List<Approval>? all) ? all : _byExecution[executionId] = [];
}

/// <summary>What agents keep, in memory.</summary>
internal sealed class KeptStates : IAgentStates
{
    private readonly ConcurrentDictionary<(string Agent, string Key), string> _states = new();

    public Task<JsonObject?> ReadAsync(string agent, string key, CancellationToken cancellationToken) =>
        Task.FromResult(
            _states.TryGetValue((agent, key), out string? state) ? JsonNode.Parse(state)!.AsObject() : null
        );

    public Task WriteAsync(string agent, string key, JsonObject state, CancellationToken cancellationToken)
    {
        _states[(agent, key)] = state.ToJsonString();
        return Task.CompletedTask;
    }
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
