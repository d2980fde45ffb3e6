using System.Text.Json;
using Baton.Agents;
using Baton.Topologies.Execution;

namespace Baton.Cli.Agents.Following;

/// <summary>The steps of an execution by path, as far as they were told. Not safe for concurrent use.</summary>
internal sealed class ExecutionTree
{
    private readonly Dictionary<string, StepNode> _steps = new(StringComparer.Ordinal);

    /// <summary>Everything; its own name is empty.</summary>
    public StepNode Root { get; } = new("");

    /// <summary>Steps that ended in this sitting or an earlier one, those that failed included.</summary>
    public int Ended => Root.Steps.Count(step => step.State is StepState.Done or StepState.Failed);

    /// <summary>Tokens and cost of all steps so far.</summary>
    public Usage Usage => Root.Steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage);

    /// <summary>The tree of a journal.</summary>
    public static ExecutionTree Of(IEnumerable<StepRecord> steps)
    {
        ExecutionTree tree = new();
        foreach (StepRecord step in steps)
        {
            tree.Node(step.Path).Step = new StepFacts
            {
                Agent = step.Agent,
                State = step.Succeeded ? StepState.Done : StepState.Failed,
                StartedAt = step.StartedAt,
                Duration = step.Duration,
                Usage = step.Usage,
                Attempts = step.Attempts,
                Note = step.Error ?? "",
            };
        }

        return tree;
    }

    /// <summary>Takes what happened.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="now">The time.</param>
    public void Add(AgentEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case SpanStartedEvent { Kind: "step" } started:
                Node(started.SpanId).Step = new StepFacts
                {
                    Agent = Text(started.Attributes, "agent") ?? "",
                    State = StepState.Running,
                    StartedAt = started.Timestamp ?? now,
                };
                break;
            case SpanEndedEvent ended when _steps.TryGetValue(ended.SpanId, out StepNode? node):
                node.Step = AtEnd(node.Step!, ended, now);
                break;
            case NestedEvent nested when _steps.TryGetValue(nested.CallId, out StepNode? node):
                node.Step = Noted(node.Step!, nested.Event);
                break;
            default:
                break;
        }
    }

    /// <summary>What is known of a step, or <see langword="null"/>.</summary>
    public StepFacts? Find(string path) => _steps.TryGetValue(path, out StepNode? node) ? node.Step : null;

    /// <summary>The execution has ended: what still ran did not come to its end.</summary>
    public void End(DateTimeOffset now)
    {
        foreach (StepNode node in _steps.Values)
        {
            if (node.Step is { State: StepState.Running } step)
            {
                node.Step = step with { State = StepState.Left, Duration = now - step.StartedAt, Note = "" };
            }
        }
    }

    private static StepFacts AtEnd(StepFacts step, SpanEndedEvent ended, DateTimeOffset now) =>
        step with
        {
            State = ended.Error is null ? StepState.Done : StepState.Failed,
            Duration = Number(ended.Attributes, "duration_ms") is { } milliseconds
                ? TimeSpan.FromMilliseconds((double)milliseconds)
                : now - step.StartedAt,
            IsRecorded = Flag(ended.Attributes, "recorded"),
            Attempts = (int)(Number(ended.Attributes, "attempts") ?? 1),
            Usage = new Usage
            {
                InputTokens = (long?)Number(ended.Attributes, "input_tokens"),
                OutputTokens = (long?)Number(ended.Attributes, "output_tokens"),
                TotalTokens = (long?)Number(ended.Attributes, "total_tokens"),
                Cost = Number(ended.Attributes, "cost"),
            },
            Note = ended.Error ?? "",
        };

    private static StepFacts Noted(StepFacts step, AgentEvent happened) =>
        happened switch
        {
            UsageEvent usage => step with { Usage = step.Usage + usage.Usage },
            ToolCallEvent call => step with { Note = $"calls {call.ToolName}" },
            ToolResultEvent or ReasoningEvent => step with { Note = "thinks" },
            TextEvent => step with { Note = "answers" },
            ErrorEvent error => step with { Note = $"tries again: {error.Error.Message}" },
            NestedEvent nested => Noted(step, nested.Event),
            _ => step,
        };

    private StepNode Node(string path)
    {
        if (!_steps.TryGetValue(path, out StepNode? node))
        {
            node = path.Split('/').Aggregate(Root, (above, name) => above.Child(name));
            _steps.Add(path, node);
        }

        return node;
    }

    private static string? Text(JsonElement? facts, string name) => Find(facts, name)?.GetString();

    private static decimal? Number(JsonElement? facts, string name) => Find(facts, name)?.GetDecimal();

    private static bool Flag(JsonElement? facts, string name) => Find(facts, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Find(JsonElement? facts, string name) =>
        facts is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out JsonElement value)
            ? value
            : null;
}
