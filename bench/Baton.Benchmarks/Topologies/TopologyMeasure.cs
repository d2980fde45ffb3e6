using System.Diagnostics;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Sqlite;

namespace Baton.Benchmarks.Topologies;

/// <summary>Measures one case for some seconds, for the script that sets it beside others.</summary>
internal static class TopologyMeasure
{
    private const int WarmUps = 3;

    /// <summary>
    /// <c>topologies CASE DURABILITY FOLDER SECONDS [floor]</c>: prints milliseconds (the median), bytes written, bytes
    /// allocated, and the process's peak in MiB, as JSON.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string name = arguments[0];
        Durability durability = Enum.Parse<Durability>(arguments[1], ignoreCase: true);
        string path = Path.Combine(arguments[2], $"{Guid.NewGuid():n}.db");
        TimeSpan patience = TimeSpan.FromSeconds(double.Parse(arguments[3]));
        if (arguments is [.., "floor"])
        {
            using RawCommits floor = new(path, durability);
            await MeasureAsync(() => floor.CommitAsync(TopologyCases.StepsOf(name)), patience);
        }
        else
        {
            await using ITopologyStore store = SqliteTopologyStore.Open(path, durability);
            await MeasureAsync(() => TopologyCases.All[name](store), patience);
        }

        return 0;
    }

    private static async Task MeasureAsync(Func<Task> work, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < WarmUps || Stopwatch.GetElapsedTime(began) < patience / 2; round++)
        {
            await work();
        }

        List<double> took = [];
        long written = Written();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        began = Stopwatch.GetTimestamp();
        while (took.Count < WarmUps || Stopwatch.GetElapsedTime(began) < patience)
        {
            long started = Stopwatch.GetTimestamp();
            await work();
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / took.Count;
        written = (Written() - written) / took.Count;
        took.Sort();
        Console.WriteLine(
            $$"""{"ms": {{took[took.Count / 2]:0.###}}, "written": {{written}}, "allocated": {{allocated}}, "peak": {{Peak()}}}"""
        );
    }

    // What this process gave to write calls, the log's and the file's.
    private static long Written() => Number("/proc/self/io", "wchar:");

    private static long Peak() => Number("/proc/self/status", "VmHWM:") / 1024;

    private static long Number(string file, string key) =>
        long.Parse(
            File.ReadLines(file)
                .First(line => line.StartsWith(key, StringComparison.Ordinal))
                .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]
        );
}
