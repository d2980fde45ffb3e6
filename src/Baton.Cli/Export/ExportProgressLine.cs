using Baton.Experiments.Export;

namespace Baton.Cli.Export;

/// <summary>
/// Shows how an export goes: drawn over in place on a terminal, a line every five seconds elsewhere. Attempts that are made again
/// always get a line.
/// </summary>
/// <param name="session">Where the command runs.</param>
internal sealed class ExportProgressLine(ToolSession session) : IExportObserver, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private long _told = session.Clock.GetTimestamp();
    private int _drawn;

    /// <inheritdoc/>
    public void OnProgress(long runs, long spans)
    {
        string line = $"Exporting: {ExportText.Runs(runs)}, {ExportText.Spans(spans)} so far";
        if (session.CanAnimate)
        {
            session.Error.Write($"\r{line.PadRight(_drawn)}");
            _drawn = line.Length;
        }
        else if (session.Clock.GetElapsedTime(_told) >= Pause)
        {
            _told = session.Clock.GetTimestamp();
            session.Error.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void OnRetry(string problem, TimeSpan wait)
    {
        EndLine();
        session.Error.WriteLine($"{problem}; trying again in {Math.Ceiling(wait.TotalSeconds):0} s");
    }

    /// <inheritdoc/>
    public void Dispose() => EndLine();

    private void EndLine()
    {
        if (_drawn > 0)
        {
            session.Error.WriteLine();
            _drawn = 0;
        }
    }
}
