using System.ComponentModel;
using System.Diagnostics;

namespace Baton.Targets.Processes;

/// <summary>How much memory processes hold: on Linux with all members of their groups, elsewhere without children.</summary>
internal static class ResidentMemory
{
    /// <summary>Bytes by group; groups without a living member are absent.</summary>
    public static Dictionary<int, long> ByGroup(IEnumerable<int> groups)
    {
        Dictionary<int, long> bytes = [];
        if (OperatingSystem.IsLinux())
        {
            foreach (ProcessEntry entry in ProcessTable.Read())
            {
                bytes[entry.Group] =
                    bytes.GetValueOrDefault(entry.Group) + (entry.ResidentPages * Environment.SystemPageSize);
            }

            return bytes;
        }

        foreach (int group in groups)
        {
            try
            {
                using Process leader = Process.GetProcessById(group);
                bytes[group] = leader.WorkingSet64;
            }
            catch (Exception ended) when (ended is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It is over.
            }
        }

        return bytes;
    }
}
