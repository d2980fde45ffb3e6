using Baton.Experiments.Running;

namespace Baton.Cli.Progress;

/// <summary>Progress as lines, for logs: one for every tenth of the runs, and one every five seconds in between.</summary>
/// <param name="output">Gets the lines.</param>
/// <param name="clock">The clock of the pauses.</param>
/// <param name="isAsking">Whether a question waits on the screen for its answer; no line breaks into it.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock, Func<bool>? isAsking = null)
    : IExperimentDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _writtenAt = clock.GetTimestamp();
    private long _writtenTenth;
    private long _writtenCount = -1;

    /// <inheritdoc/>
    public void OnProgress(ExperimentProgress progress)
    {
        long tenth = progress.Total == 0 ? 10 : progress.Finished * 10 / progress.Total;
        bool due = tenth > _writtenTenth || clock.GetElapsedTime(_writtenAt) >= Pause;
        if (!due || progress.Finished == _writtenCount || isAsking?.Invoke() == true)
        {
            return;
        }

        _writtenAt = clock.GetTimestamp();
        _writtenTenth = tenth;
        _writtenCount = progress.Finished;
        long bad = progress.Failed + progress.Limited + progress.SimulatorFaults;
        output.WriteLine(ProgressText.Bar(progress, 10) + (bad == 0 ? "" : $" - {ProgressText.Counts(progress)}"));
    }

    /// <inheritdoc/>
    public void OnNotice(string message)
    {
        string start = isAsking?.Invoke() == true ? output.NewLine : "";
        output.WriteLine($"{start}[INFO] {message}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
