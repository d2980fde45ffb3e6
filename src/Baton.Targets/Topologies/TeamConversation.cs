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
    private readonly ITopologyStore _store;
    private readonly ConversationContext _context;
    private readonly TimeProvider _time;
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
        _context = context;
        _time = time;
        _store = new MemoryTopologyStore();
        RunnerPlace place = new()
        {
            Store = _store,
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
        IAsyncEnumerable<AgentEvent> sitting = _runner.StreamAsync(
            _team.Topology,
            _team.Agents,
            TeamInput.Of(turn),
            cancellationToken
        );
        AgentEvent? outcome;
        do
        {
            outcome = null;
            await foreach (AgentEvent happened in sitting.ConfigureAwait(false))
            {
                if (happened is FinalEvent or ErrorEvent or LimitEvent)
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
            sitting = _runner.ResumeStreamAsync(_executionId, cancellationToken);
        } while (outcome is LimitEvent && await DecideAsync(cancellationToken).ConfigureAwait(false));

        yield return outcome is FinalEvent final
            ? final with
            {
                Metadata = await MetadataAsync(cancellationToken).ConfigureAwait(false),
            }
            : outcome ?? new ErrorEvent(new AgentError(ErrorKind.NoOutput, "the team ended without an answer"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Has whoever approves tools answer what agents ask people.</summary>
    /// <returns>Whether somebody did, so that the execution can go on.</returns>
    private async Task<bool> DecideAsync(CancellationToken cancellationToken)
    {
        if (_context is { ApproveTool: null, AutoApproveTools: not true })
        {
            return false;
        }

        IReadOnlyList<Approval> asked = await _store
            .Approvals.ReadAsync(_executionId, cancellationToken)
            .ConfigureAwait(false);
        foreach (ApprovalRequest request in asked.Where(each => each.Decision is null).Select(each => each.Request))
        {
            ToolApproval answer =
                _context.AutoApproveTools == true || _context.ApproveTool is not { } approve
                    ? new ToolApproval(Approved: true)
                    : await approve(Question(request), cancellationToken).ConfigureAwait(false);
            await _store
                .Approvals.DecideAsync(
                    _executionId,
                    request.Path,
                    new ApprovalDecision(answer.Approved, answer.Reason ?? "", "", _time.GetUtcNow()),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        return true;
    }

    // To the user of a rehearsal it is a tool of the agent's name that wants to be approved.
    private static ToolApprovalRequestedEvent Question(ApprovalRequest request) =>
        new(
            request.Path,
            request.Agent,
            JsonSerializer.SerializeToElement(
                new JsonObject { ["question"] = request.Question, ["context"] = request.Context }
            )
        );

    private async Task<JsonElement> MetadataAsync(CancellationToken cancellationToken)
    {
        ExecutionRecord? execution = await _store
            .Executions.FindAsync(_executionId, cancellationToken)
            .ConfigureAwait(false);
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
