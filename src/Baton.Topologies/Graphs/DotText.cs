using System.Text;

namespace Baton.Topologies.Graphs;

/// <summary>A drawing in Graphviz's DOT language.</summary>
internal sealed class DotText(TopologyGraph graph)
{
    private readonly StringBuilder _text = new();
    private readonly GraphWords _words = new(graph);

    public string Write()
    {
        _text.Append($"digraph {Quote(graph.Name)} {{\n");
        _text.Append("    rankdir=LR;\n");
        _text.Append("    fontname=\"Helvetica\";\n");
        _text.Append("    node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
        _text.Append("    edge [fontname=\"Helvetica\", fontsize=10];\n");
        WriteGroup("", "    ");
        foreach (GraphEdge edge in graph.Edges)
        {
            List<string> settings = [];
            if (edge.Label.Length > 0)
            {
                settings.Add($"label={Quote(edge.Label)}");
            }

            if (edge.IsMutual)
            {
                settings.Add("dir=both");
                settings.Add("constraint=false");
            }

            if (edge.IsException)
            {
                settings.Add("style=dashed");
                settings.Add("constraint=false");
            }

            string ends = settings.Count == 0 ? "" : $" [{string.Join(", ", settings)}]";
            _text.Append($"    {_words[edge.From]} -> {_words[edge.To]}{ends};\n");
        }

        return _text.Append("}\n").ToString();
    }

    private void WriteGroup(string path, string indent)
    {
        foreach (GraphNode node in graph.Nodes.Where(node => node.Group == path))
        {
            string label = node.Detail.Length == 0 ? node.Label : $"{node.Label}\n{node.Detail}";
            string shape = node.Kind switch
            {
                GraphNodeKind.End => ", shape=oval, style=\"\"",
                GraphNodeKind.Rule => ", shape=hexagon, style=\"\"",
                _ => "",
            };
            _text.Append($"{indent}{_words[node.Id]} [label={Quote(label)}{shape}];\n");
        }

        foreach (GraphGroup group in graph.Groups.Where(group => group.Parent == path))
        {
            // Graphviz draws a frame around what is called so.
            _text.Append($"{indent}subgraph cluster_{_words.OfGroup(group.Path)} {{\n");
            _text.Append($"{indent}    label={Quote(group.Label)};\n");
            WriteGroup(group.Path, $"{indent}    ");
            _text.Append($"{indent}}}\n");
        }
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"";
}
