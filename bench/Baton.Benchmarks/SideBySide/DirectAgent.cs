using System.Diagnostics;

namespace Baton.Benchmarks.SideBySide;

/// <summary>A trivially fast agent in .NET, and the loop that calls it directly.</summary>
public static class DirectAgent
{
    /// <summary>Answers after it has given way once, as any agent that waits for something.</summary>
    /// <param name="input">The message.</param>
    public static async Task<string> Answer(string input)
    {
        await Task.Yield();
        return input.Length > 0 ? "fine, thank you" : "what?";
    }

    internal static async Task<double> MeasureAsync(int runs, int concurrency)
    {
        int next = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(LoopAsync)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) <= runs)
            {
                if ((await Answer("how are you?")).Length == 0)
                {
                    throw new InvalidDataException("empty answer");
                }
            }
        }
    }
}
