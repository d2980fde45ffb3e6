using System.Diagnostics;

namespace Baton.Benchmarks.Agents;

/// <summary>Measures one case for some seconds, for the script that sets it beside other runtimes.</summary>
internal static class AgentMeasure
{
    /// <summary>Prints times a second and bytes allocated each time: <c>agents CASE SECONDS [floor]</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        AgentCase measured = AgentCases.All[arguments[0]];
        TimeSpan patience = TimeSpan.FromSeconds(double.Parse(arguments[1]));
        Func<Task<int>> work = arguments is [_, _, "floor"] ? measured.Floor : measured.Baton;
        await RepeatAsync(work, measured.Done, patience / 2);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        (int times, TimeSpan took) = await RepeatAsync(work, measured.Done, patience);
        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        Console.WriteLine($"{times / took.TotalSeconds:0.###} {bytes / times}");
        return 0;
    }

    private static async Task<(int Times, TimeSpan Took)> RepeatAsync(Func<Task<int>> work, int done, TimeSpan patience)
    {
        int times = 0;
        long started = Stopwatch.GetTimestamp();
        TimeSpan took;
        do
        {
            for (int round = 0; round < 10; round++, times++)
            {
                if (await work() != done)
                {
                    throw new InvalidOperationException("The work was not done.");
                }
            }

            took = Stopwatch.GetElapsedTime(started);
        } while (took < patience);

        return (times, took);
    }
}
