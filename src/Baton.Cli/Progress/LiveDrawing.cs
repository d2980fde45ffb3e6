using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Cli.Progress;

/// <summary>Lines drawn over in place on a terminal, with notices above them, until this is disposed.</summary>
internal sealed class LiveDrawing : IAsyncDisposable
{
    private readonly IAnsiConsole _console;
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;

    /// <summary>Starts to draw.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">The clock that paces the frames.</param>
    /// <param name="frameTime">How long a frame stands.</param>
    /// <param name="render">
    /// The lines of now, and whether they are the last; <see langword="null"/> while there is nothing to draw. One frame is
    /// made at a time.
    /// </param>
    public LiveDrawing(IAnsiConsole console, TimeProvider clock, TimeSpan frameTime, Func<bool, IRenderable?> render)
    {
        _console = console;
        _drawing = DrawAsync(clock, frameTime, render);
    }

    /// <summary>The session's terminal.</summary>
    public static IAnsiConsole Terminal(ToolSession session) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = session.ErrorTakesColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(session.Error),
            }
        );

    /// <summary>Writes a line above the drawing, with the next frame. Thread-safe.</summary>
    public void Notice(string line) => _notices.Enqueue(line);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private Task DrawAsync(TimeProvider clock, TimeSpan frameTime, Func<bool, IRenderable?> render) =>
        _console
            .Live(new Text(""))
            .AutoClear(false)
            .Overflow(VerticalOverflow.Crop)
            .StartAsync(async context =>
            {
                while (!_end.IsCancellationRequested)
                {
                    DrawFrame(context, render(arg: false));
                    await Task.Delay(frameTime, clock, _end.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                DrawFrame(context, render(arg: true));
            });

    private void DrawFrame(LiveDisplayContext context, IRenderable? lines)
    {
        while (_notices.TryDequeue(out string? notice))
        {
            _console.WriteLine(notice);
        }

        if (lines is not null)
        {
            context.UpdateTarget(lines);
        }
    }
}
