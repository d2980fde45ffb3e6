using System.Collections.Concurrent;
using Baton.Experiments.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Cli.Progress;

/// <summary>Progress drawn over in place on a terminal, with notices above it.</summary>
internal sealed class LiveProgress : IExperimentDisplay
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly Task _drawing;
    private volatile ExperimentProgress? _progress;

    /// <summary>Starts to draw.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">The clock that paces the frames.</param>
    public LiveProgress(IAnsiConsole console, TimeProvider clock)
    {
        _console = console;
        _clock = clock;
        _drawing = DrawAsync();
    }

    /// <summary>A display on the session's terminal.</summary>
    public static LiveProgress On(ToolSession session) =>
        new(
            AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Ansi = AnsiSupport.Yes,
                    ColorSystem = session.ErrorTakesColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                    Interactive = InteractionSupport.Yes,
                    Out = new AnsiConsoleOutput(session.Error),
                }
            ),
            session.Clock
        );

    /// <inheritdoc/>
    public void OnProgress(ExperimentProgress progress) => _progress = progress;

    /// <inheritdoc/>
    public void OnNotice(string message) => _notices.Enqueue(message);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private Task DrawAsync() =>
        _console
            .Live(new Text(""))
            .AutoClear(false)
            .Overflow(VerticalOverflow.Crop)
            .StartAsync(async context =>
            {
                while (!_end.IsCancellationRequested)
                {
                    DrawFrame(context);
                    await Task.Delay(FrameTime, _clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                DrawFrame(context);
            });

    private void DrawFrame(LiveDisplayContext context)
    {
        while (_notices.TryDequeue(out string? notice))
        {
            _console.WriteLine($"[INFO] {notice}");
        }

        if (_progress is { } progress)
        {
            context.UpdateTarget(Render(progress));
        }
    }

    private static Rows Render(ExperimentProgress progress)
    {
        List<IRenderable> lines = [new Text(ProgressText.Bar(progress, 24)), new Text($"  {Details(progress)}", Color.Grey)];
        if (progress.LastError is { } error)
        {
            lines.Add(new Text($"  last error: {error}", Color.Red) { Overflow = Overflow.Ellipsis });
        }

        return new Rows(lines);
    }

    private static string Details(ExperimentProgress progress)
    {
        string turns = progress.Turns > progress.Finished ? $", {progress.Turns} turns" : "";
        return $"{ProgressText.Counts(progress)}{turns}, {ProgressText.Duration(progress.Elapsed)} so far";
    }
}
