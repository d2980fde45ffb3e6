using Baton.Agents;
using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>The process that holds an execution, as its lease names it: the process, and a word for this sitting of it.</summary>
internal static class LeaseHolder
{
    /// <summary>A word under which this process holds executions; another one each time.</summary>
    public static string NewOwner() => $"{ProcessIdentity.Own}:{Guid.NewGuid():n}";

    /// <summary>The holder in words.</summary>
    public static string Describe(Lease lease) =>
        Read(lease) is { } process ? $"process {process.Id} on {process.Machine}" : $"`{lease.Owner}`";

    /// <summary>Whether the holder is a process of this machine that has ended.</summary>
    public static bool IsGone(Lease lease) => Read(lease) is { IsGone: true };

    private static ProcessIdentity? Read(Lease lease) =>
        lease.Owner.LastIndexOf(':') is > 0 and int end ? ProcessIdentity.Read(lease.Owner[..end]) : null;
}
