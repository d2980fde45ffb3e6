namespace Baton.Topologies.Graphs;

/// <summary>A word of letters, digits and <c>_</c> for each box and group, none of them a word of the drawing's language.</summary>
internal sealed class GraphWords
{
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public GraphWords(TopologyGraph graph)
    {
        foreach (GraphNode node in graph.Nodes)
        {
            _nodes[node.Id] = New(Kind(node), node.Id.TrimEnd('(', ')'));
        }

        foreach (GraphGroup group in graph.Groups)
        {
            _groups[group.Path] = New("part", group.Path);
        }
    }

    /// <summary>The word of a box.</summary>
    public string this[string node] => _nodes[node];

    /// <summary>The word of a group.</summary>
    public string OfGroup(string path) => _groups[path];

    private static string Kind(GraphNode node) =>
        node.Kind switch
        {
            GraphNodeKind.End => "end",
            GraphNodeKind.Rule => "rule",
            _ => "step",
        };

    private string New(string kind, string id)
    {
        string word = $"{kind}_{string.Concat(id.Select(each => char.IsAsciiLetterOrDigit(each) ? each : '_'))}";
        string free = word;
        for (int number = 2; !_taken.Add(free); number++)
        {
            free = $"{word}_{number}";
        }

        return free;
    }
}
