using Baton.Agents;
using Baton.Cli.Chat;
using Baton.Cli.Results;

namespace Baton.Cli.Agents.Following;

/// <summary>Steps as lines, for logs: one when a step begins and one when it ends.</summary>
/// <param name="title">Stands above them.</param>
/// <param name="output">Gets the lines.</param>
/// <param name="clock">The clock.</param>
/// <param name="redaction">Takes secrets out.</param>
internal sealed class StepLines(ExecutionTitle title, TextWriter output, TimeProvider clock, Redaction redaction)
    : IExecutionDisplay
{
    private const int LongestNote = 200;

    private readonly ExecutionTree _tree = new();
    private bool _hasTitle;

    /// <inheritdoc/>
    public void Add(AgentEvent happened)
    {
        // An execution that cannot begin has no title.
        if (!_hasTitle)
        {
            _hasTitle = true;
            output.WriteLine($"{title}: execution {title.Id}");
        }

        _tree.Add(happened, clock.GetUtcNow());
        switch (happened)
        {
            // A step of the journal is told as a whole when it ends.
            case SpanStartedEvent { Kind: "step", Timestamp: null } started:
                output.WriteLine($"{started.SpanId}: {_tree.Find(started.SpanId)!.Agent} begins");
                break;
            case SpanEndedEvent ended when _tree.Find(ended.SpanId) is { } step:
                output.WriteLine($"{ended.SpanId}: {End(step)}");
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Notice(string line) => output.WriteLine(line);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string End(StepFacts step)
    {
        string how =
            step.IsRecorded ? "taken from the journal"
            : step.State == StepState.Failed ? "failed"
            : "done";
        string attempts = step.Attempts > 1 ? $" after {step.Attempts} attempts" : "";
        string facts = StepText.List(StepText.Time(step.Duration ?? TimeSpan.Zero), StepText.Tokens(step.Usage));
        string note = step.Note.Length == 0 ? "" : $": {OneLine.Of(redaction.Redact(step.Note), LongestNote)}";
        return $"{how}{attempts} ({facts}){note}";
    }
}
