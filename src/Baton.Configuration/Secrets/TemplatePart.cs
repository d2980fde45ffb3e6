using System.Text;

namespace Baton.Configuration.Secrets;

/// <summary>A piece of a text with variables: literal text, or one variable.</summary>
/// <param name="Text">The literal text, <c>$${</c> already turned into <c>${</c>; for a variable what stands between the braces.</param>
internal sealed record TemplatePart(string Text)
{
    /// <summary>The variable's name, right or wrong; <see langword="null"/> for literal text.</summary>
    public string? Variable { get; private init; }

    /// <summary>What stands in for an unset or empty variable, or <see langword="null"/>.</summary>
    public string? Default { get; private init; }

    /// <summary>Whether a <c>${</c> begins here that is never closed.</summary>
    public bool IsUnclosed { get; private init; }

    /// <summary>Whether the variable's name can be one.</summary>
    public bool HasName =>
        Variable is { Length: > 0 }
        && !char.IsAsciiDigit(Variable[0])
        && Variable.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>The pieces of a text, in order.</summary>
    public static List<TemplatePart> Of(string text)
    {
        List<TemplatePart> parts = [];
        StringBuilder literal = new();
        int position = 0;
        while (position < text.Length)
        {
            if (IsAt(text, position, "$${"))
            {
                literal.Append("${");
                position += 3;
            }
            else if (!IsAt(text, position, "${"))
            {
                literal.Append(text[position++]);
            }
            else
            {
                AddLiteral(parts, literal);
                int end = EndOf(text, position);
                if (end < 0)
                {
                    parts.Add(new TemplatePart(text[position..]) { IsUnclosed = true });
                    return parts;
                }

                parts.Add(OfVariable(text[(position + 2)..(end - 1)]));
                position = end;
            }
        }

        AddLiteral(parts, literal);
        return parts;
    }

    private static TemplatePart OfVariable(string inside)
    {
        int mark = inside.IndexOf(":-", StringComparison.Ordinal);
        return new TemplatePart(inside)
        {
            Variable = mark < 0 ? inside : inside[..mark],
            Default = mark < 0 ? null : inside[(mark + 2)..],
        };
    }

    private static void AddLiteral(List<TemplatePart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(literal.ToString()));
            literal.Clear();
        }
    }

    /// <summary>The position after the brace that closes a variable, or -1. Defaults may hold variables.</summary>
    private static int EndOf(string text, int start)
    {
        int open = 1;
        for (int i = start + 2; i < text.Length; i++)
        {
            if (IsAt(text, i, "${"))
            {
                open++;
                i++;
            }
            else if (text[i] == '}' && --open == 0)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static bool IsAt(string text, int position, string expected) =>
        text.AsSpan(position).StartsWith(expected, StringComparison.Ordinal);
}
