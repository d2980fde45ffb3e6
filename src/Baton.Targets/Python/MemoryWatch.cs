using System.Globalization;
using Baton.Agents;
using Baton.Targets.Guards;

namespace Baton.Targets.Python;

/// <summary>Holds the guard <c>max_memory</c> against a worker and everything it started. Works on Linux.</summary>
internal sealed class MemoryWatch(ByteSize limit, PythonWorkerProcess process, TimeProvider clock)
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until the bound is passed.</summary>
    /// <returns>The event that ends the worker's calls, or <see langword="null"/> when the token was cancelled first.</returns>
    public async Task<LimitEvent?> WaitAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(_period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                if (process.GroupId > 0 && Used(process.GroupId) > limit.Bytes)
                {
                    string message = $"the Python worker and what it started hold more than {limit.Bytes} bytes";
                    return new LimitEvent("max_memory", message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The worker is over.
        }

        return null;
    }

    private static long Used(int group)
    {
        long pages = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (char.IsAsciiDigit(folder["/proc/".Length]))
            {
                pages += ResidentPages(folder, group);
            }
        }

        return pages * Environment.SystemPageSize;
    }

    private static long ResidentPages(string folder, int group)
    {
        try
        {
            string stat = File.ReadAllText(folder + "/stat");

            // The program's name, in parentheses, may hold spaces; what follows it is state, parent, group…
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[2] == group.ToString(CultureInfo.InvariantCulture)
                ? long.Parse(fields[21], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
