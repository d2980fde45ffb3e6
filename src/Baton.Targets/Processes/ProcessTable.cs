using System.Globalization;

namespace Baton.Targets.Processes;

/// <summary>One process as Linux shows it.</summary>
/// <param name="Group">The process group.</param>
/// <param name="State">The state's letter; <c>Z</c> and <c>X</c> are dead.</param>
/// <param name="ResidentPages">Memory held, in pages; shared pages are counted in full.</param>
internal readonly record struct ProcessEntry(int Group, char State, long ResidentPages)
{
    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => State is not ('Z' or 'X');
}

/// <summary>All processes of the machine, read from <c>/proc</c>. Linux only.</summary>
internal static class ProcessTable
{
    /// <summary>Reads the table; processes that end meanwhile are left out.</summary>
    public static IEnumerable<ProcessEntry> Read()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(folder["/proc/".Length]) && ReadOne(folder) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static ProcessEntry? ReadOne(string folder)
    {
        string stat;
        try
        {
            stat = File.ReadAllText(folder + "/stat");
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
        int afterName = stat.LastIndexOf(')') + 2;
        string[] fields = afterName < 2 ? [] : stat[afterName..].Split(' ');
        return
            fields.Length > 21
            && int.TryParse(fields[2], NumberStyles.Integer, CultureInfo.InvariantCulture, out int group)
            && long.TryParse(fields[21], NumberStyles.Integer, CultureInfo.InvariantCulture, out long pages)
            ? new ProcessEntry(group, fields[0][0], pages)
            : null;
    }
}
