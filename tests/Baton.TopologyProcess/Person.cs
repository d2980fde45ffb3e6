using Baton.Topologies.Store;

namespace Baton.TopologyProcess;

/// <summary>Somebody who answers whatever waits in the last execution of a store.</summary>
internal static class Person
{
    public static async Task DecideAsync(ITopologyStore store, bool isApproved)
    {
        string id = (await store.Executions.ListAsync(1, null, default))[0].Id;
        ApprovalDecision decision = new(isApproved, isApproved ? "" : "not so", "ann", TimeProvider.System.GetUtcNow());
        await store.Approvals.DecideAsync(id, null, decision, default);
    }
}
