using Baton.Topologies.Definitions;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The flows of the parts, one behind the other, in branches, or on routes of a switch.</summary>
internal static class CompoundFlow
{
    private const string Done = "done";

    public static OpenEnd Draw(CompoundConfig config, FlowPart part, OpenEnd from) =>
        config.SubTopologies.Count == 1 || config.CompositionType == CompositionType.Sequential
            ? Sequential(config, part, from)
        : config.CompositionType == CompositionType.Parallel ? Parallel(config, part, from)
        : Conditional(config, part, from);

    private static OpenEnd Sequential(CompoundConfig config, FlowPart part, OpenEnd from) =>
        config.SubTopologies.Aggregate(from, (end, inner) => part.Inner(inner).Draw(inner.Topology, end));

    private static StepEnd Parallel(CompoundConfig config, FlowPart part, OpenEnd from)
    {
        FlowStep split = part.Splitting(from, "parts", "Begins all parts at once.");
        List<FlowStep> last = [];
        foreach (CompoundPart inner in config.SubTopologies)
        {
            OpenEnd end = part.Inner(inner).Draw(inner.Topology, new BranchEnd(split));
            last.Add(end.ForJoin(part.Graph, $"{part.Path}{inner.Name}_done", $"{inner.Name}: It is done."));
        }

        FlowStep join = part.Add("join_parts", "Takes the results of all parts.", isJoin: true);
        foreach (FlowStep step in last)
        {
            step.GoTo(join);
        }

        return new StepEnd(
            join.Do("results = [branch.state for branch in inputs]")
                .Do("self.state = aggregate_results(results, method=\"concat\")")
        );
    }

    // After a part without a condition, a later one may follow; after one with a condition, none does.
    private static AnyEnd Conditional(CompoundConfig config, FlowPart part, OpenEnd from)
    {
        IReadOnlyList<CompoundPart> parts = config.SubTopologies;
        List<OpenEnd>[] before = [.. parts.Select(_ => new List<OpenEnd>())];
        List<OpenEnd> ends = [];
        FlowStep first = part.Splitting(from, "choose_part", "Chooses a part.");
        Route(part, first, parts, from: 0, before, ends, isFirst: true);
        for (int index = 0; index < parts.Count; index++)
        {
            OpenEnd end = part.Inner(parts[index]).Draw(parts[index].Topology, new AnyEnd(before[index]));
            if (parts[index].When is not null || index == parts.Count - 1)
            {
                ends.Add(end);
                continue;
            }

            FlowStep last = part.Splitting(end, $"after_{parts[index].Name}", "Chooses the next part.");
            Route(part, last, parts, index + 1, before, ends, isFirst: false);
        }

        return new AnyEnd(ends);
    }

    private static void Route(
        FlowPart part,
        FlowStep step,
        IReadOnlyList<CompoundPart> parts,
        int from,
        List<OpenEnd>[] before,
        List<OpenEnd> ends,
        bool isFirst
    )
    {
        string routes = string.Join(
            ", ",
            parts.Skip(from).Select(inner => $"{PythonText.Of(inner.Name)}: {part.Text($"{inner.Name}/")}")
        );
        string otherwise = isFirst ? parts[from].Name : Done;
        step.Do($"self.route = choose_part(self.state, {{{routes}}}, {PythonText.Of(otherwise)})");
        for (int index = from; index < parts.Count; index++)
        {
            before[index].Add(new RouteEnd(step, parts[index].Name));
        }

        if (!isFirst)
        {
            ends.Add(new RouteEnd(step, Done));
        }
    }
}
