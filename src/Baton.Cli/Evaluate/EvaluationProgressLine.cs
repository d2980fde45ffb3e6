using Baton.Cli.Progress;
using Baton.Experiments.Evaluation;

namespace Baton.Cli.Evaluate;

/// <summary>
/// Shows how an evaluation goes: drawn over in place on a terminal, a line every five seconds elsewhere. What is over at once says
/// nothing.
/// </summary>
/// <param name="session">Where the command runs.</param>
internal sealed class EvaluationProgressLine(ToolSession session) : IEvaluationObserver, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private TimeSpan _told;
    private int _drawn;

    /// <inheritdoc/>
    public void OnProgress(EvaluationProgress progress)
    {
        if (session.CanAnimate)
        {
            string line = Of(progress);
            session.Error.Write($"\r{line.PadRight(_drawn)}");
            _drawn = line.Length;
        }
        else if (progress.Elapsed - _told >= Pause)
        {
            _told = progress.Elapsed;
            session.Error.WriteLine(Of(progress));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_drawn > 0)
        {
            session.Error.WriteLine();
        }
    }

    private static string Of(EvaluationProgress progress)
    {
        string total = progress.Total is { } known ? $" of {known:N0}" : "";
        string errors = progress.Errors switch
        {
            0 => "",
            1 => ", 1 error",
            _ => $", {progress.Errors:N0} errors",
        };
        return $"Evaluating: {progress.Done:N0}{total} runs, {progress.Passed:N0} passed, {progress.Failed:N0} failed{errors}, {ProgressText.Duration(progress.Elapsed)} so far";
    }
}
