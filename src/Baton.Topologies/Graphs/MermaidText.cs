using System.Text;

namespace Baton.Topologies.Graphs;

/// <summary>A drawing as a Mermaid flowchart.</summary>
internal sealed class MermaidText(TopologyGraph graph)
{
    private readonly StringBuilder _text = new();
    private readonly GraphWords _words = new(graph);

    public string Write()
    {
        _text.Append("flowchart LR\n");
        WriteGroup("", "    ");
        foreach (GraphEdge edge in graph.Edges)
        {
            string arrow = edge switch
            {
                { IsMutual: true } => "<-->",
                { IsException: true } => "-.->",
                _ => "-->",
            };
            string label = edge.Label.Length == 0 ? "" : $"|\"{Escape(edge.Label)}\"|";
            _text.Append($"    {_words[edge.From]} {arrow}{label} {_words[edge.To]}\n");
        }

        return _text.ToString();
    }

    private void WriteGroup(string path, string indent)
    {
        foreach (GraphNode node in graph.Nodes.Where(node => node.Group == path))
        {
            (string open, string close) = node.Kind switch
            {
                GraphNodeKind.End => ("([", "])"),
                GraphNodeKind.Rule => ("{{", "}}"),
                _ => ("[", "]"),
            };
            string detail = node.Detail.Length == 0 ? "" : $"<br/><small>{Escape(node.Detail)}</small>";
            _text.Append($"{indent}{_words[node.Id]}{open}\"{Escape(node.Label)}{detail}\"{close}\n");
        }

        foreach (GraphGroup group in graph.Groups.Where(group => group.Parent == path))
        {
            _text.Append($"{indent}subgraph {_words.OfGroup(group.Path)}[\"{Escape(group.Label)}\"]\n");
            WriteGroup(group.Path, $"{indent}    ");
            _text.Append($"{indent}end\n");
        }
    }

    // Mermaid has entities of its own, and reads HTML in labels.
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char character in text.ReplaceLineEndings(" "))
        {
            escaped.Append(
                character switch
                {
                    '"' => "#quot;",
                    '<' => "#lt;",
                    '>' => "#gt;",
                    '&' => "#amp;",
                    '#' => "#35;",
                    '`' => "#96;",
                    _ => character.ToString(),
                }
            );
        }

        return escaped.ToString();
    }
}
