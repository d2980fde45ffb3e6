using System.Globalization;
using Baton.Topologies.Definitions;

namespace Baton.Topologies.Graphs;

/// <summary>Draws one topology, its parts inside it.</summary>
/// <param name="agents">The agents there are.</param>
internal sealed class GraphDrawing(IReadOnlyDictionary<string, AgentType> agents)
{
    // No slot is called so.
    private const string Input = "input()";
    private const string Output = "output()";

    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphEdge> _edges = [];
    private readonly List<GraphGroup> _groups = [];

    /// <summary>Draws it.</summary>
    public TopologyGraph Draw(Topology topology)
    {
        _nodes.Add(new GraphNode(Input, "input", GraphNodeKind.End));
        IReadOnlyList<GraphExit> exits = Draw(topology, "", [new GraphExit(Input)]);
        _nodes.Add(new GraphNode(Output, "output", GraphNodeKind.End));
        Connect(exits, Output);
        return new TopologyGraph
        {
            Name = topology.Name,
            Nodes = _nodes,
            Edges = _edges,
            Groups = _groups,
        };
    }

    /// <summary>Draws a topology behind what comes before it.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="part">The path of the part it is, followed by <c>/</c>; empty for the whole.</param>
    /// <param name="from">What comes before.</param>
    /// <returns>From where it goes on.</returns>
    public IReadOnlyList<GraphExit> Draw(Topology topology, string part, IReadOnlyList<GraphExit> from)
    {
        PatternDrawing pattern = new(this, part, GraphSlot.Of(topology, agents, part), from);
        return topology.Config switch
        {
            PipelineConfig config => pattern.Pipeline(config),
            EnsembleConfig config => pattern.Ensemble(config),
            DebateConfig config => pattern.Debate(config),
            CrosscheckConfig config => pattern.Crosscheck(config),
            DelegationConfig config => pattern.Delegation(config),
            ChainConfig config => pattern.Chain(config),
            CompoundConfig config => new CompoundDrawing(this, part, from).Draw(config),
            _ => throw new InvalidOperationException($"`{topology.Config.GetType().Name}` is no pattern"),
        };
    }

    /// <summary>Adds a part.</summary>
    public void AddGroup(string part, Topology topology)
    {
        string path = part.TrimEnd('/');
        int inner = path.LastIndexOf('/');
        string name = path[(inner + 1)..];
        _groups.Add(
            new GraphGroup(
                path,
                $"{name} ({topology.Type.ToString().ToLowerInvariant()})",
                inner < 0 ? "" : path[..inner]
            )
        );
    }

    /// <summary>Adds a box.</summary>
    public string Add(string part, string word, string label, GraphNodeKind kind, string detail = "")
    {
        string id = part + word;
        if (!_nodes.Exists(node => node.Id == id))
        {
            _nodes.Add(new GraphNode(id, label, kind) { Detail = detail, Group = part.TrimEnd('/') });
        }

        return id;
    }

    /// <summary>Adds an arrow.</summary>
    public void Connect(GraphEdge edge) => _edges.Add(edge);

    /// <summary>Adds an arrow from every exit.</summary>
    public void Connect(IEnumerable<GraphExit> from, string to, string label = "")
    {
        foreach (GraphExit exit in from)
        {
            string[] labels = [.. new[] { exit.Label, label }.Where(each => each.Length > 0)];
            _edges.Add(new GraphEdge(exit.Node, to) { Label = string.Join(", ", labels) });
        }
    }

    /// <summary>A number in a label.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A box from where the drawing goes on.</summary>
/// <param name="Node">The box.</param>
/// <param name="Label">When it goes on from there; empty for always.</param>
internal sealed record GraphExit(string Node, string Label = "");
