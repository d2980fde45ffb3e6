using Baton.Agents;

namespace Baton.Cli.Agents.Following;

/// <summary>Makes lines of a tree, no more than there is room for.</summary>
/// <param name="now">The time, for steps that run.</param>
internal sealed class TreeRows(DateTimeOffset now)
{
    private const int FewestFolded = 2;

    /// <summary>How much is left out. Each level leaves out what those before it do.</summary>
    private enum Folding
    {
        Nothing,
        DoneGroups,
        DoneSteps,
    }

    /// <summary>The lines: all of them where there is room, otherwise groups and steps that are done in fewer ones.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="room">The most lines.</param>
    public IReadOnlyList<TreeRow> Of(StepNode root, int room)
    {
        List<TreeRow> rows = [];
        foreach (Folding folding in Enum.GetValues<Folding>())
        {
            rows = [];
            Add(rows, root.Children, "", folding);
            if (rows.Count <= room)
            {
                return rows;
            }
        }

        // Still too many at work at once: the last ones to begin.
        int left = rows.Count - room + 1;
        return [new TreeRow("", StepState.Running, $"… {left} lines more"), .. rows.Skip(left)];
    }

    private void Add(List<TreeRow> rows, IReadOnlyList<StepNode> nodes, string indent, Folding folding)
    {
        for (int index = 0; index < nodes.Count; index++)
        {
            int folded = folding == Folding.DoneSteps ? DoneFrom(nodes, index) : 0;
            bool isFolded = folded >= FewestFolded;
            int next = isFolded ? index + folded : index + 1;
            bool isLast = next == nodes.Count;
            string branch = indent + (isLast ? "└─" : "├─");
            string below = indent + (isLast ? "   " : "│  ");
            if (isFolded)
            {
                rows.Add(
                    Sum(branch, $"… {folded} done", [.. nodes.Skip(index).Take(folded).SelectMany(node => node.Steps)])
                );
                index = next - 1;
            }
            else
            {
                Add(rows, nodes[index], branch, below, folding);
            }
        }
    }

    private void Add(List<TreeRow> rows, StepNode node, string branch, string below, Folding folding)
    {
        if (folding != Folding.Nothing && node.Children.Count > 0 && node.State == StepState.Done)
        {
            StepFacts[] steps = [.. node.Steps];
            rows.Add(Sum(branch, node.Name, steps) with { Note = StepText.Steps(steps.Length) });
            return;
        }

        rows.Add(node.Step is { } step ? Row(branch, node.Name, step) : new TreeRow(branch, node.State, node.Name));
        Add(rows, node.Children, below, folding);
    }

    private static int DoneFrom(IReadOnlyList<StepNode> nodes, int start) =>
        nodes.Skip(start).TakeWhile(node => node.State == StepState.Done).Count();

    private TreeRow Row(string branch, string name, StepFacts step) =>
        new(branch, step.State, name)
        {
            Agent = step.Agent,
            Time = StepText.Time(step.Duration ?? now - step.StartedAt),
            Tokens = StepText.Tokens(step.Usage),
            Note = StepText.List(
                step.IsRecorded ? "from the journal" : "",
                step.Attempts > 1 ? $"{step.Attempts} attempts" : "",
                step.State == StepState.Left ? "not finished" : "",
                step.Note
            ),
        };

    private static TreeRow Sum(string branch, string name, IReadOnlyList<StepFacts> steps) =>
        new(branch, StepState.Done, name)
        {
            Time = StepText.Time(
                steps.Max(step => step.StartedAt + (step.Duration ?? TimeSpan.Zero)) - steps.Min(step => step.StartedAt)
            ),
            Tokens = StepText.Tokens(steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage)),
        };
}
