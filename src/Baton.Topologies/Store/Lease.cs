namespace Baton.Topologies.Store;

/// <summary>The right to run an execution, for a while.</summary>
/// <param name="Owner">Who has it: a word that no other process, and no other sitting of this one, has.</param>
/// <param name="Until">When it ends unless it is renewed, UTC.</param>
public sealed record Lease(string Owner, DateTimeOffset Until);

/// <summary>The lease belongs to somebody else now; what was not written yet must not be.</summary>
/// <param name="executionId">The execution.</param>
public sealed class LeaseLostException(string executionId)
    : TopologyException($"Another process has taken over the execution `{executionId}`; this one stops");
