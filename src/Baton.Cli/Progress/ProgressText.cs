using Baton.Experiments.Running;

namespace Baton.Cli.Progress;

/// <summary>The words and pictures of progress.</summary>
internal static class ProgressText
{
    /// <summary>The bar with counts, share and time left: <c>[▓▓▓░░] 250/500 (50%) - ETA: 2m 15s</c>.</summary>
    public static string Bar(ExperimentProgress progress, int cells)
    {
        double share = progress.Total == 0 ? 1 : (double)progress.Finished / progress.Total;
        int full = Math.Clamp((int)(share * cells), 0, cells);
        string eta =
            progress.Remaining is { } left && progress.Finished < progress.Total ? $" - ETA: {Duration(left)}" : "";
        return $"[{new string('▓', full)}{new string('░', cells - full)}] "
            + $"{progress.Finished}/{progress.Total} ({(int)(share * 100)}%){eta}";
    }

    /// <summary>How the runs went so far, without what is zero.</summary>
    public static string Counts(ExperimentProgress progress)
    {
        List<string> parts = [$"{progress.Succeeded} ok"];
        Add(progress.Failed, "failed");
        Add(progress.Limited, "limited");
        Add(progress.SimulatorFaults, progress.SimulatorFaults == 1 ? "simulator fault" : "simulator faults");
        Add(progress.InFlight, "in flight");
        if (progress.RunsPerSecond is { } rate)
        {
            parts.Add(rate >= 1 ? $"{rate:0.#} runs/s" : $"{rate * 60:0.#} runs/min");
        }

        return string.Join(", ", parts);

        void Add(long count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{count} {word}");
            }
        }
    }

    /// <summary>A span of time as people say it: <c>45s</c>, <c>2m 15s</c>, <c>1h 2m</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time switch
        {
            { TotalHours: >= 1 } => $"{(long)time.TotalHours}h {time.Minutes}m",
            { TotalMinutes: >= 1 } => $"{time.Minutes}m {time.Seconds}s",
            _ => $"{Math.Ceiling(Math.Max(0, time.TotalSeconds)):0}s",
        };
}
