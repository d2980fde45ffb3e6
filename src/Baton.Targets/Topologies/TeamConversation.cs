using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Targets.Topologies;

/// <summary>A conversation with a team: each turn is an execution of its topology. What agents remember lasts as long as this.</summary>
internal sealed class TeamConversation : IConversation
{
    private readonly AssembledTeam _team;
    private readonly IExecutionStore _executions;
    private readonly TopologyRunner _runner;
    private string _executionId = "";

    /// <summary>Begins a conversation; nothing is started yet.</summary>
    public TeamConversation(
        AssembledTeam team,
        TopologyOptions options,
        IAgentSource agents,
        ConversationContext context,
        TimeProvider time
    )
    {
        _team = team;
        MemoryTopologyStore store = new();
        _executions = store.Executions;
        RunnerPlace place = new()
        {
            Store = store,
            Agents = new RehearsedAgents(agents, context),
            TimeProvider = time,
            Ids = now => _executionId = Guid.CreateVersion7(now).ToString("n"),
        };

        // The turn's own time-out, which is laid around the target, comes first.
        const int grace = 60;
        TopologyRunConfig config = new()
        {
            CorrelationId = context.RunId,
            TimeoutSeconds = (int)Math.Ceiling(options.Timeout.TotalSeconds) + grace,
        };
        _runner =
            options.Runner == TeamRunner.Local
                ? new LocalRunner(config, place)
                : new AsyncRunner(options.MaxConcurrent, config, place);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TeamEvents events = new(turn.Number);
        AgentEvent? outcome = null;
        await foreach (
            AgentEvent happened in _runner
                .StreamAsync(_team.Topology, _team.Agents, TeamInput.Of(turn), cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (happened is FinalEvent or ErrorEvent)
            {
                outcome = happened;
            }
            else if (events.Of(happened) is { } told)
            {
                yield return told;
            }
        }

        // A cancelled execution says so like a failed one; whoever cancelled the turn is told as of any agent.
        cancellationToken.ThrowIfCancellationRequested();
        yield return outcome is FinalEvent final
            ? final with
            {
                Metadata = await MetadataAsync(cancellationToken).ConfigureAwait(false),
            }
            : outcome ?? new ErrorEvent(new AgentError(ErrorKind.NoOutput, "the team ended without an answer"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private async Task<JsonElement> MetadataAsync(CancellationToken cancellationToken)
    {
        ExecutionRecord? execution = await _executions.FindAsync(_executionId, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["topology"] = _team.Topology.Name,
                ["execution_id"] = _executionId,
                ["result"] = execution?.Output?.DeepClone(),
            }
        );
    }
}
