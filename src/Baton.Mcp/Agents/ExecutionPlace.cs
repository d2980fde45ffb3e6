using System.Security.Cryptography;
using Baton.Agents;
using Baton.Mcp.Tools;
using Baton.Targets;
using Baton.Targets.Topologies;
using Baton.Topologies;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Mcp.Agents;

/// <summary>Where executions are run for a call: the store, the agents, and the client that wants to know how far they are.</summary>
internal sealed class ExecutionPlace : IAsyncDisposable
{
    private readonly ToolRoom _room;
    private readonly TargetAgents _agents;

    /// <summary>Opens the place.</summary>
    /// <param name="room">What tools share.</param>
    /// <param name="concurrency">The most agents at work at once.</param>
    public ExecutionPlace(ToolRoom room, int concurrency)
    {
        _room = room;
        Store = room.Place.OpenStore(true);
        _agents = new TargetAgents(
            new TargetEnvironment
            {
                ProjectDirectory = room.Root.Folder,
                Variables = room.Variables,
                MaxConcurrency = concurrency,
                TimeProvider = room.Place.TimeProvider,
                Random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue)),
            }
        );
    }

    /// <summary>The store.</summary>
    public ITopologyStore Store { get; }

    /// <summary>Runs a team, or goes on with an execution.</summary>
    /// <param name="plan">What and how.</param>
    /// <param name="call">Is told about each step that ended.</param>
    /// <param name="cancellationToken">Cancels the execution; it can be resumed.</param>
    /// <returns>The execution as it stands then.</returns>
    public async Task<ExecutionRecord> RunAsync(ExecutionPlan plan, ToolCall call, CancellationToken cancellationToken)
    {
        string id = plan.Resume ?? Guid.CreateVersion7(_room.Place.TimeProvider.GetUtcNow()).ToString("n");
        RunnerPlace place = new()
        {
            Store = Store,
            Agents = _agents,
            Tools = _room.Place.AgentTools,
            TimeProvider = _room.Place.TimeProvider,
            Ids = _ => id,
        };
        TopologyRunConfig config = new() { CorrelationId = plan.CorrelationId, TimeoutSeconds = plan.TimeoutSeconds };
        // Its place is disposed with this one.
#pragma warning disable CA2000
        TopologyRunner runner = plan.IsOrdered
            ? new LocalRunner(config, place)
            : new AsyncRunner(plan.Concurrency, config, place);
#pragma warning restore CA2000
        IAsyncEnumerable<AgentEvent> events = plan.Team is { } team
            ? runner.StreamAsync(team.Topology, team.Agents, plan.Input!, cancellationToken)
            : runner.ResumeStreamAsync(id, cancellationToken);
        int steps = 0;
        await foreach (AgentEvent happened in events.ConfigureAwait(false))
        {
            if (happened is SpanEndedEvent { Error: var error } ended)
            {
                await call.ReportAsync(
                        ++steps,
                        total: null,
                        _room.Redact($"{ended.SpanId}: {(error is null ? "done" : $"failed: {error}")}"),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
        }

        return await Store.Executions.FindAsync(id, CancellationToken.None).ConfigureAwait(false)
            ?? throw new ExecutionNotFoundException(id);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agents.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>What is run, and how.</summary>
internal sealed record ExecutionPlan
{
    /// <summary>The topology with everybody in it; <see langword="null"/> to go on with <see cref="Resume"/>.</summary>
    public AssembledTeam? Team { get; init; }

    /// <summary>The input of a new execution.</summary>
    public System.Text.Json.Nodes.JsonObject? Input { get; init; }

    /// <summary>The execution to go on with.</summary>
    public string? Resume { get; init; }

    /// <summary>Whether one step is run at a time.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>The most agents at work at once.</summary>
    public int Concurrency { get; init; } = 5;

    /// <summary>How long the execution may take, in seconds.</summary>
    public int TimeoutSeconds { get; init; } = 3600;

    /// <summary>A word that ties it to other things.</summary>
    public string? CorrelationId { get; init; }
}
