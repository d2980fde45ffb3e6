using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Progress;
using Baton.Cli.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Cli.Agents.Following;

/// <summary>The tree of an execution drawn over in place on a terminal, with notices above it.</summary>
internal sealed class LiveTree : IExecutionDisplay
{
    private const int LinesAround = 3;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(120);

    private readonly ExecutionTitle _title;
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly Redaction _redaction;
    private readonly DateTimeOffset _startedAt;
    private readonly LiveDrawing _drawing;
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly ExecutionTree _tree = new();
    private volatile bool _hasBegun;
    private int _frame;

    /// <summary>Starts to draw.</summary>
    public LiveTree(ExecutionTitle title, IAnsiConsole console, TimeProvider clock, Redaction redaction)
    {
        _title = title;
        _console = console;
        _clock = clock;
        _redaction = redaction;
        _startedAt = clock.GetUtcNow();
        _drawing = new LiveDrawing(console, clock, FrameTime, Render);
    }

    /// <summary>A display on the session's terminal.</summary>
    public static LiveTree On(ToolSession session, ExecutionTitle title, Redaction redaction) =>
        new(title, LiveDrawing.Terminal(session), session.Clock, redaction);

    /// <inheritdoc/>
    public void Add(AgentEvent happened)
    {
        lock (_gate)
        {
            _tree.Add(happened, _clock.GetUtcNow());
        }

        _hasBegun = true;
    }

    /// <inheritdoc/>
    public void Notice(string line) => _drawing.Notice(line);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _drawing.DisposeAsync();

    // An execution that cannot begin is not drawn.
    private Rows? Render(bool isLast)
    {
        if (isLast)
        {
            lock (_gate)
            {
                _tree.End(_clock.GetUtcNow());
            }
        }

        if (!_hasBegun)
        {
            return null;
        }

        Rows rows = Render();
        _frame++;
        return rows;
    }

    private Rows Render()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        int width = _console.Profile.Width - 1;
        int room = Math.Max(1, _console.Profile.Height - LinesAround);
        IReadOnlyList<TreeRow> rows;
        string sum;
        lock (_gate)
        {
            rows = new TreeRows(now).Of(_tree.Root, room);
            sum = StepText.List(
                StepText.Time(now - _startedAt),
                $"{StepText.Steps(_tree.Ended)} ended",
                StepText.Tokens(_tree.Usage)
            );
        }

        List<IRenderable> lines = [Title(sum, width)];
        foreach ((TreeRow row, (string branch, string sign, string rest)) in rows.Zip(TreeText.Lay(rows, width)))
        {
            Paragraph line = new();
            line.Append(branch, new Style(Color.Grey));
            line.Append($"{(row.State == StepState.Running ? $"{Turning}" : sign)} ", new Style(Colour(row.State)));
            line.Append(_redaction.Redact(rest), row.State == StepState.Failed ? new Style(Color.Red) : Style.Plain);
            lines.Add(line);
        }

        return new Rows(lines);
    }

    private char Turning => Spinner[_frame % Spinner.Length];

    private Paragraph Title(string sum, int width)
    {
        string title = OneLine.Of(_title.ToString(), width);
        string rest = OneLine.Of($"  {sum}", Math.Max(1, width - title.Length));
        return new Paragraph()
            .Append(title, new Style(decoration: Decoration.Bold))
            .Append($"  {rest}", new Style(Color.Grey));
    }

    private static Color Colour(StepState state) =>
        state switch
        {
            StepState.Done => Color.Green,
            StepState.Failed => Color.Red,
            StepState.Left => Color.Grey,
            _ => Color.Yellow,
        };
}
