using Baton.Cli.Results;
using Baton.Experiments.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Cli.Progress;

/// <summary>Progress drawn over in place on a terminal, with notices above it.</summary>
internal sealed class LiveProgress : IExperimentDisplay
{
    private const int WidestBar = 24;
    private const int NarrowestBar = 4;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole _console;
    private readonly LiveDrawing _drawing;
    private volatile ExperimentProgress? _progress;

    /// <summary>Starts to draw.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">The clock that paces the frames.</param>
    public LiveProgress(IAnsiConsole console, TimeProvider clock)
    {
        _console = console;
        _drawing = new LiveDrawing(console, clock, FrameTime, Render);
    }

    /// <summary>A display on the session's terminal.</summary>
    public static LiveProgress On(ToolSession session) => new(LiveDrawing.Terminal(session), session.Clock);

    /// <inheritdoc/>
    public void OnProgress(ExperimentProgress progress) => _progress = progress;

    /// <inheritdoc/>
    public void OnNotice(string message) => _drawing.Notice($"[INFO] {message}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _drawing.DisposeAsync();

    private Rows? Render(bool isLast) =>
        _progress is { } progress ? Render(isLast ? progress with { Remaining = null } : progress) : null;

    private Rows Render(ExperimentProgress progress)
    {
        int width = _console.Profile.Width - 1;
        int cells = Math.Clamp(width - ProgressText.Bar(progress, 0).Length, NarrowestBar, WidestBar);
        List<IRenderable> lines =
        [
            new Text(OneLine.Of(ProgressText.Bar(progress, cells), width)),
            new Text(OneLine.Of(Details(progress), width), Color.Grey),
        ];
        if (progress.LastError is { } error)
        {
            lines.Add(new Text(OneLine.Of($"last error: {error}", width), Color.Red));
        }

        return new Rows(lines);
    }

    private static string Details(ExperimentProgress progress)
    {
        string turns = progress.Turns > progress.Finished ? $", {progress.Turns} turns" : "";
        return $"{ProgressText.Counts(progress)}{turns}, {ProgressText.Duration(progress.Elapsed)} so far";
    }
}
