using System.Text;

namespace Baton.Targets.Templates;

/// <summary>Finds the paths in a text: <c>{{ path }}</c> and <c>$.path</c>.</summary>
internal static class TemplateTextReader
{
    /// <summary>Reads a text into a literal, a value, or a mixture.</summary>
    /// <exception cref="FormatException">A path is wrong; the message says how.</exception>
    public static TemplateNode Read(string text)
    {
        if (WholePath(text) is { } whole)
        {
            return new ValueNode(whole);
        }

        List<TemplateNode> parts = [];
        StringBuilder literal = new();
        int at = 0;
        while (at < text.Length)
        {
            ReadOnlySpan<char> rest = text.AsSpan(at);
            int next = rest.IndexOfAny('$', '{');
            if (next != 0)
            {
                int length = next < 0 ? rest.Length : next;
                literal.Append(rest[..length]);
                at += length;
            }
            else if (rest.StartsWith("{{{{") || rest.StartsWith("$$."))
            {
                literal.Append(rest[0] == '{' ? "{{" : "$.");
                at += rest[0] == '{' ? 4 : 3;
            }
            else if (rest.StartsWith("{{"))
            {
                int end = text.IndexOf("}}", at, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw new FormatException(
                        $"`{{{{` at position {at + 1} is never closed with `}}}}` (a literal `{{{{` is written `{{{{{{{{`)"
                    );
                }

                Add(parts, literal, Braced(text[(at + 2)..end].Trim()));
                at = end + 2;
            }
            else if (rest.StartsWith("$.") && rest.Length > 2 && DataPathReader.IsWordCharacter(rest[2]))
            {
                (ScopePath path, int length) = Dollar(rest);
                Add(parts, literal, path);
                at += length;
            }
            else
            {
                literal.Append(rest[0]);
                at++;
            }
        }

        if (literal.Length > 0 || parts.Count == 0)
        {
            parts.Add(new LiteralNode(literal.ToString()));
        }

        return parts.Count == 1 ? parts[0] : new MixedTextNode(parts);
    }

    private static ScopePath? WholePath(string text) =>
        text.StartsWith("$.", StringComparison.Ordinal)
        && DataPath.TryParse(text, null, out DataPath? path)
        && ScopeWords.Find(path.Segments[0].Key) is not null
            ? ScopePath.Of(path.Segments, text)
            : null;

    private static ScopePath Braced(string path)
    {
        DataPath read = DataPath.Parse(path);
        return ScopePath.Of(read.Segments, path);
    }

    private static (ScopePath Path, int Length) Dollar(ReadOnlySpan<char> text)
    {
        List<PathSegment> segments = [];
        int length = new DataPathReader(text).ReadPrefix(segments, start: 1);
        return (ScopePath.Of(segments, text[..length].ToString()), length);
    }

    private static void Add(List<TemplateNode> parts, StringBuilder literal, ScopePath path)
    {
        if (literal.Length > 0)
        {
            parts.Add(new LiteralNode(literal.ToString()));
            literal.Clear();
        }

        parts.Add(new ValueNode(path));
    }
}
