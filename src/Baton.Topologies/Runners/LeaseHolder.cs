using System.Diagnostics;
using System.Globalization;
using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>The process that holds an execution, as its lease names it: <c>machine:process:start:sitting</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="ProcessId">The process there.</param>
/// <param name="StartedAt">When the process began, in milliseconds since 1970; tells it from a later one of its number.</param>
internal sealed record LeaseHolder(string Machine, int ProcessId, long StartedAt)
{
    private const long StartTolerance = 1000;

    private static readonly Lazy<LeaseHolder> _own = new(Own);

    /// <summary>A word under which this process holds executions; another one each time.</summary>
    public static string NewOwner()
    {
        LeaseHolder own = _own.Value;
        return $"{own.Machine}:{own.ProcessId}:{own.StartedAt}:{Guid.NewGuid():n}";
    }

    /// <summary>The holder in words.</summary>
    public static string Describe(Lease lease) =>
        Read(lease) is { } holder ? $"process {holder.ProcessId} on {holder.Machine}" : $"`{lease.Owner}`";

    /// <summary>Whether the holder is a process of this machine that has ended.</summary>
    public static bool IsGone(Lease lease) =>
        Read(lease) is { } holder && holder.Machine == _own.Value.Machine && !IsAlive(holder);

    private static LeaseHolder? Read(Lease lease) =>
        lease.Owner.Split(':') is [string machine, string process, string start, _]
        && int.TryParse(process, CultureInfo.InvariantCulture, out int id)
        && long.TryParse(start, CultureInfo.InvariantCulture, out long startedAt)
            ? new LeaseHolder(machine, id, startedAt)
            : null;

    private static LeaseHolder Own()
    {
        using Process process = Process.GetCurrentProcess();
        return new LeaseHolder(Environment.MachineName, process.Id, Start(process));
    }

    private static bool IsAlive(LeaseHolder holder)
    {
        try
        {
            using Process process = Process.GetProcessById(holder.ProcessId);
            return !process.HasExited && Math.Abs(Start(process) - holder.StartedAt) <= StartTolerance;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Another user's process: it is there, and its lease tells the rest.
            return true;
        }
    }

    private static long Start(Process process) =>
        new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
