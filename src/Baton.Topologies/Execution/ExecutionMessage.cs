namespace Baton.Topologies.Execution;

/// <summary>Something the topology and its agents said to one another; a view of the steps, in the order in which they ended.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Path">The step it belongs to.</param>
/// <param name="Sender">The slot that says it, or <c>topology</c>.</param>
/// <param name="Recipient">The slot that hears it, or <c>topology</c>.</param>
/// <param name="Content">What is said.</param>
public sealed record ExecutionMessage(MessageType Type, string Path, string Sender, string Recipient, string Content)
{
    /// <summary>The word for whoever leads the agents.</summary>
    public const string Topology = "topology";

    /// <summary>The messages of steps: a question, and an answer or what went wrong.</summary>
    public static IReadOnlyList<ExecutionMessage> Of(IReadOnlyList<StepRecord> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        HashSet<string> asked = new(StringComparer.Ordinal);
        HashSet<string> askedOften = [.. steps.Select(step => step.Input).Where(input => !asked.Add(input))];
        List<ExecutionMessage> messages = new(steps.Count * 2);
        foreach (StepRecord step in steps)
        {
            MessageType question =
                StepPath.IsEscalation(step.Path) ? MessageType.Escalation
                : StepPath.IsRevision(step.Path) ? MessageType.Feedback
                : askedOften.Contains(step.Input) ? MessageType.Broadcast
                : MessageType.Request;
            messages.Add(new ExecutionMessage(question, step.Path, Topology, step.Slot, step.Input));
            messages.Add(
                step.Succeeded
                    ? new ExecutionMessage(
                        StepPath.IsCheck(step) ? MessageType.Feedback : MessageType.Response,
                        step.Path,
                        step.Slot,
                        Topology,
                        step.Output ?? ""
                    )
                    : new ExecutionMessage(MessageType.System, step.Path, Topology, step.Slot, step.Error ?? "")
            );
        }

        return messages;
    }
}
