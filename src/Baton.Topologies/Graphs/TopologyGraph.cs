using Baton.Topologies.Definitions;

namespace Baton.Topologies.Graphs;

/// <summary>A topology as a drawing: agents and rules, and what goes from one to the other. Immutable.</summary>
public sealed record TopologyGraph
{
    /// <summary>The topology's name.</summary>
    public required string Name { get; init; }

    /// <summary>Agents, rules, input and output, in the order in which the topology names them.</summary>
    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    /// <summary>What goes from one to the other.</summary>
    public required IReadOnlyList<GraphEdge> Edges { get; init; }

    /// <summary>The parts of compounds, a part before the parts in it.</summary>
    public required IReadOnlyList<GraphGroup> Groups { get; init; }

    /// <summary>Draws a topology. One that could not run is drawn as far as it goes.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">Its agents, keyed as for a runner. Default: none; slots are drawn with their members' names.</param>
    public static TopologyGraph Of(Topology topology, IReadOnlyDictionary<string, AgentType>? agents = null)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return new GraphDrawing(agents ?? new Dictionary<string, AgentType>(StringComparer.Ordinal)).Draw(topology);
    }

    /// <summary>The drawing as a Mermaid flowchart; lines end in <c>\n</c>.</summary>
    public string ToMermaid() => new MermaidText(this).Write();

    /// <summary>The drawing in Graphviz's DOT language; lines end in <c>\n</c>.</summary>
    public string ToDot() => new DotText(this).Write();
}

/// <summary>Something drawn as a box.</summary>
/// <param name="Id">What tells it from others: its group's path, <c>/</c> and a word.</param>
/// <param name="Label">What stands in it: a slot, a rule, <c>input</c> or <c>output</c>.</param>
/// <param name="Kind">What it is.</param>
public sealed record GraphNode(string Id, string Label, GraphNodeKind Kind)
{
    /// <summary>A second line: the agent in the slot, and what it does there. Empty for none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The group it belongs to; empty outside parts.</summary>
    public string Group { get; init; } = "";
}

/// <summary>What a box stands for.</summary>
public enum GraphNodeKind
{
    /// <summary>An agent is asked.</summary>
    Agent,

    /// <summary>A rule decides without asking anybody.</summary>
    Rule,

    /// <summary>The input or the output.</summary>
    End,
}

/// <summary>What goes from one box to another.</summary>
/// <param name="From">The box it comes from.</param>
/// <param name="To">The box it goes to.</param>
public sealed record GraphEdge(string From, string To)
{
    /// <summary>What it is, or when; empty for nothing special.</summary>
    public string Label { get; init; } = "";

    /// <summary>Whether it goes both ways.</summary>
    public bool IsMutual { get; init; }

    /// <summary>Whether it is taken only when something went otherwise than planned; drawn dashed.</summary>
    public bool IsException { get; init; }
}

/// <summary>A part of a compound.</summary>
/// <param name="Path">The names of the parts down to it, separated by <c>/</c>.</param>
/// <param name="Label">Its name and type.</param>
/// <param name="Parent">The path of the part around it; empty for none.</param>
public sealed record GraphGroup(string Path, string Label, string Parent);
