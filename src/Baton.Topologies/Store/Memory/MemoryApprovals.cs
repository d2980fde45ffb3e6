namespace Baton.Topologies.Store.Memory;

/// <summary>Questions to people and their answers, in memory.</summary>
internal sealed class MemoryApprovals : IApprovals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Approval>> _approvals = new(StringComparer.Ordinal);

    public Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_approvals.TryGetValue(executionId, out List<Approval>? asked))
            {
                _approvals[executionId] = asked = [];
            }

            if (!asked.Exists(approval => approval.Request.Path == request.Path))
            {
                asked.Add(new Approval(request, Decision: null));
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Approval>>([.. _approvals.GetValueOrDefault(executionId) ?? []]);
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
            List<Approval> asked = _approvals.GetValueOrDefault(executionId) ?? [];
            for (int index = 0; index < asked.Count; index++)
            {
                if (asked[index].Decision is null && (path is null || asked[index].Request.Path == path))
                {
                    asked[index] = asked[index] with { Decision = decision };
                    decided++;
                }
            }
        }

        return Task.FromResult(decided);
    }

    /// <summary>Forgets the questions of an execution.</summary>
    public void Remove(string executionId)
    {
        lock (_gate)
        {
            _approvals.Remove(executionId);
        }
    }
}
