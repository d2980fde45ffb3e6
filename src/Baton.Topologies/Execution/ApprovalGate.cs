using System.Text.Json;
using Baton.Agents;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>Where an execution asks people, and stops until they have answered. Safe for concurrent use.</summary>
internal sealed class ApprovalGate(ExecutionSitting sitting) : IDisposable
{
    /// <summary>Who decides when time is up.</summary>
    public const string TimeIsUp = "timeout";

    private readonly SemaphoreSlim _reading = new(1);
    private Dictionary<string, Approval>? _known;

    private IApprovals Approvals => sitting.Store.Approvals;

    /// <summary>What was decided about questions, in their order; those that are new are asked.</summary>
    /// <exception cref="ExecutionPausedException">One of them waits for an answer.</exception>
    /// <exception cref="TopologyException">Nobody answered in time.</exception>
    public async Task<IReadOnlyList<ApprovalDecision>> AskAsync(
        IReadOnlyList<ApprovalQuestion> questions,
        CancellationToken cancellationToken
    )
    {
        ApprovalDecision?[] decisions = new ApprovalDecision?[questions.Count];
        for (int index = 0; index < decisions.Length; index++)
        {
            decisions[index] = await FindAsync(questions[index], cancellationToken).ConfigureAwait(false);
        }

        int waiting = Array.FindIndex(decisions, decision => decision is null);
        return waiting < 0
            ? [.. decisions.OfType<ApprovalDecision>()]
            : throw new ExecutionPausedException(
                $"The execution waits for a person at `{questions[waiting].Path}`: {questions[waiting].Question} "
                    + $"(`baton agents executions approve {sitting.ExecutionId}` or `reject`, then `resume`)"
            );
    }

    public void Dispose() => _reading.Dispose();

    private async Task<ApprovalDecision?> FindAsync(ApprovalQuestion question, CancellationToken cancellationToken)
    {
        Dictionary<string, Approval> known = await KnownAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = sitting.TimeProvider.GetUtcNow();
        if (!known.TryGetValue(question.Path, out Approval? approval))
        {
            await AddAsync(question, now, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (approval.Decision is not null || approval.Request.Deadline is not { } deadline || deadline > now)
        {
            return approval.Decision;
        }

        return question.GoesOnAfterTimeout
            ? await GoOnAsync(question, now, cancellationToken).ConfigureAwait(false)
            : throw new TopologyException(
                $"Nobody decided about `{question.Path}` until {deadline:u} (`timeout`); decide and resume to go on all the same"
            );
    }

    // It is written down, so that a decision that comes even later changes nothing of what followed.
    private async Task<ApprovalDecision?> GoOnAsync(
        ApprovalQuestion question,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await Approvals
            .DecideAsync(
                sitting.ExecutionId,
                question.Path,
                new ApprovalDecision(IsApproved: true, Comment: "", TimeIsUp, now),
                cancellationToken
            )
            .ConfigureAwait(false);
        IReadOnlyList<Approval> all = await Approvals
            .ReadAsync(sitting.ExecutionId, cancellationToken)
            .ConfigureAwait(false);
        return all.First(approval => approval.Request.Path == question.Path).Decision;
    }

    private async Task AddAsync(ApprovalQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ApprovalRequest request = new()
        {
            Path = question.Path,
            Slot = question.Slot,
            Agent = question.Agent,
            Question = question.Question,
            Context = question.Context,
            AskedAt = now,
            Deadline = now + question.Timeout,
        };
        await Approvals.AddAsync(sitting.ExecutionId, request, cancellationToken).ConfigureAwait(false);
        if (sitting.Observe is { } observe)
        {
            await observe(
                    new ObservationEvent(
                        question.Path,
                        "approval",
                        JsonSerializer.SerializeToElement(request, TopologyJson.Options)
                    )
                )
                .ConfigureAwait(false);
        }
    }

    private async Task<Dictionary<string, Approval>> KnownAsync(CancellationToken cancellationToken)
    {
        if (_known is not null)
        {
            return _known;
        }

        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _known ??= (
                await Approvals.ReadAsync(sitting.ExecutionId, cancellationToken).ConfigureAwait(false)
            ).ToDictionary(approval => approval.Request.Path, StringComparer.Ordinal);
        }
        finally
        {
            _reading.Release();
        }
    }
}
