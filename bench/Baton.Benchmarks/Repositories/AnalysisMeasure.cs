using System.Diagnostics;
using Baton.Mcp.Repositories;

namespace Baton.Benchmarks.Repositories;

/// <summary>
/// How long <c>analyze_repository</c> takes: <c>analyze FOLDER…</c>. <c>bench/analyze_repository.py</c> makes a folder of 100,000 files and
/// compares real repositories with what was expected of them.
/// </summary>
internal static class AnalysisMeasure
{
    /// <summary>Analyses each folder and prints what was found first, and how long it took.</summary>
    public static int Run(string[] folders)
    {
        foreach (string folder in folders)
        {
            long started = Stopwatch.GetTimestamp();
            RepositoryReport report = RepositoryAnalysis.Analyze(folder);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            PatternMatch? first = report.Patterns.Count > 0 ? report.Patterns[0] : null;
            Console.WriteLine(
                string.Join(
                    '\t',
                    folder,
                    first?.Pattern ?? "-",
                    $"{first?.Confidence:0.00}",
                    first?.Place.ToString() ?? "-",
                    report.Coverage.Files,
                    report.Coverage.BytesRead,
                    $"{seconds:0.000}"
                )
            );
        }

        return 0;
    }
}
