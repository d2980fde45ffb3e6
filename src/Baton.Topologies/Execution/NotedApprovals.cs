using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>
/// The questions to people as they stood at one moment, at hand without waiting; what is asked and decided on top is noted,
/// to be written down afterwards. For one replay.
/// </summary>
internal sealed class NotedApprovals(IReadOnlyList<Approval> known) : IApprovals
{
    private readonly List<Approval> _all = [.. known];
    private readonly List<ApprovalRequest> _asked = [];
    private readonly List<(string? Path, ApprovalDecision Decision)> _decided = [];

    /// <inheritdoc/>
    public Task AddAsync(string executionId, ApprovalRequest request, CancellationToken cancellationToken)
    {
        _all.Add(new Approval(request, Decision: null));
        _asked.Add(request);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Approval>> ReadAsync(string executionId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Approval>>([.. _all]);

    /// <inheritdoc/>
    public Task<int> DecideAsync(
        string executionId,
        string? path,
        ApprovalDecision decision,
        CancellationToken cancellationToken
    )
    {
        int decided = 0;
        for (int index = 0; index < _all.Count; index++)
        {
            if (_all[index].Decision is null && (path is null || _all[index].Request.Path == path))
            {
                _all[index] = _all[index] with { Decision = decision };
                decided++;
            }
        }

        _decided.Add((path, decision));
        return Task.FromResult(decided);
    }

    /// <summary>Writes down what was noted.</summary>
    public async Task WriteAsync(string executionId, IApprovals to, CancellationToken cancellationToken)
    {
        foreach (ApprovalRequest request in _asked)
        {
            await to.AddAsync(executionId, request, cancellationToken).ConfigureAwait(false);
        }

        foreach ((string? path, ApprovalDecision decision) in _decided)
        {
            await to.DecideAsync(executionId, path, decision, cancellationToken).ConfigureAwait(false);
        }
    }
}
