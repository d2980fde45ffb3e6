using Baton.Topologies.Definitions;

namespace Baton.Topologies.Graphs;

/// <summary>Draws the parts of a compound, each as a group.</summary>
internal sealed class CompoundDrawing(GraphDrawing drawing, string part, IReadOnlyList<GraphExit> from)
{
    public IReadOnlyList<GraphExit> Draw(CompoundConfig config) =>
        config.CompositionType switch
        {
            CompositionType.Sequential => Sequential(config.SubTopologies),
            CompositionType.Parallel => [.. config.SubTopologies.SelectMany(each => Draw(each, from))],
            CompositionType.Conditional => Conditional(config.SubTopologies),
            _ => throw new InvalidOperationException($"`{config.CompositionType}` is no composition"),
        };

    private IReadOnlyList<GraphExit> Sequential(IReadOnlyList<CompoundPart> parts)
    {
        IReadOnlyList<GraphExit> before = from;
        foreach (CompoundPart each in parts)
        {
            before = Draw(each, before);
        }

        return before;
    }

    // A part without a condition is gone through; of those with one, the first whose condition holds ends the compound.
    private List<GraphExit> Conditional(IReadOnlyList<CompoundPart> parts)
    {
        IReadOnlyList<GraphExit> before = from;
        List<GraphExit> exits = [];
        bool hasRun = false;
        foreach (CompoundPart each in parts)
        {
            if (each.When is { } condition)
            {
                string label = $"{condition.Path} = {condition.Value}";
                exits.AddRange(Draw(each, [.. before.Select(exit => exit with { Label = label })]));
            }
            else
            {
                before = Draw(each, before);
                hasRun = true;
            }
        }

        if (hasRun)
        {
            string otherwise = exits.Count > 0 ? "otherwise" : "";
            exits.AddRange(before.Select(exit => exit with { Label = otherwise }));
        }

        return exits;
    }

    private IReadOnlyList<GraphExit> Draw(CompoundPart each, IReadOnlyList<GraphExit> before)
    {
        string path = $"{part}{each.Name}/";
        drawing.AddGroup(path, each.Topology);
        return drawing.Draw(each.Topology, path, before);
    }
}
