using Baton.Agents;

namespace Baton.Cli.Agents.Following;

/// <summary>A step, or what steps with the same beginning of their paths have in common.</summary>
/// <param name="name">The last word of its path.</param>
internal sealed class StepNode(string name)
{
    private readonly List<StepNode> _children = [];
    private readonly Dictionary<string, StepNode> _byName = new(StringComparer.Ordinal);

    /// <summary>The last word of its path.</summary>
    public string Name => name;

    /// <summary>The step itself; <see langword="null"/> for what is only a beginning of paths.</summary>
    public StepFacts? Step { get; set; }

    /// <summary>What is below, in the order in which it began.</summary>
    public IReadOnlyList<StepNode> Children => _children;

    /// <summary>How the step and those below stand.</summary>
    public StepState State
    {
        get
        {
            StepState[] states =
            [
                .. Step is { } step ? [step.State] : Array.Empty<StepState>(),
                .. _children.Select(child => child.State),
            ];
            return states.Contains(StepState.Running) ? StepState.Running
                : states.Contains(StepState.Left) ? StepState.Left
                : states.Contains(StepState.Failed) ? StepState.Failed
                : StepState.Done;
        }
    }

    /// <summary>The steps here and below.</summary>
    public IEnumerable<StepFacts> Steps =>
        (Step is { } step ? [step] : Enumerable.Empty<StepFacts>()).Concat(_children.SelectMany(child => child.Steps));

    /// <summary>The node below of a name; made when it is not there.</summary>
    public StepNode Child(string childName)
    {
        if (!_byName.TryGetValue(childName, out StepNode? child))
        {
            child = new StepNode(childName);
            _byName.Add(childName, child);
            _children.Add(child);
        }

        return child;
    }
}

/// <summary>What is known of a step.</summary>
internal sealed record StepFacts
{
    /// <summary>The agent that is asked.</summary>
    public required string Agent { get; init; }

    /// <summary>How it stands.</summary>
    public required StepState State { get; init; }

    /// <summary>Whether it was taken from the journal.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>When this sitting began with it.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took; <see langword="null"/> while it runs.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Tokens and cost so far.</summary>
    public Usage Usage { get; init; } = Usage.Unknown;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>What its agent does now, or why the step failed.</summary>
    public string Note { get; init; } = "";
}
