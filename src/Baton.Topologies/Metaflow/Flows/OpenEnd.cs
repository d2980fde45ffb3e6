namespace Baton.Topologies.Metaflow.Flows;

/// <summary>Where a flow that is being drawn goes on. A closed set: every case stands in this file.</summary>
internal abstract class OpenEnd
{
    /// <summary>Goes on with a step. Once.</summary>
    public abstract void Then(FlowStep step);

    /// <summary>A step that can split or choose: the last one, or a new one.</summary>
    public virtual FlowStep ForSplit(FlowGraph graph, string name, string summary) => New(graph, name, summary);

    /// <summary>A step that a join may follow: the last one, or a new one, for Metaflow lets no switch lead to a join.</summary>
    public virtual FlowStep ForJoin(FlowGraph graph, string name, string summary) => New(graph, name, summary);

    private protected FlowStep New(FlowGraph graph, string name, string summary)
    {
        FlowStep step = graph.Add(name, summary);
        Then(step);
        return step;
    }
}

/// <summary>After a step.</summary>
internal sealed class StepEnd(FlowStep last) : OpenEnd
{
    public override void Then(FlowStep step) => last.GoTo(step);

    // Metaflow lets no step join and split.
    public override FlowStep ForSplit(FlowGraph graph, string name, string summary) =>
        last.IsJoin ? New(graph, name, summary) : last;

    public override FlowStep ForJoin(FlowGraph graph, string name, string summary) => last;
}

/// <summary>On one route of a switch.</summary>
internal sealed class RouteEnd(FlowStep last, string route) : OpenEnd
{
    public override void Then(FlowStep step) => last.GoTo(step, route);
}

/// <summary>In one branch of a split.</summary>
internal sealed class BranchEnd(FlowStep last) : OpenEnd
{
    public override void Then(FlowStep step) => last.GoTo(step);
}

/// <summary>After any of several ends of which one is come to.</summary>
internal sealed class AnyEnd(params IReadOnlyList<OpenEnd> ends) : OpenEnd
{
    public override void Then(FlowStep step)
    {
        foreach (OpenEnd end in ends)
        {
            end.Then(step);
        }
    }
}
