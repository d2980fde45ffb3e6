using YamlDotNet.Core;

namespace Baton.Configuration.Reading;

/// <summary>Says in plain words what the YAML parser stumbled over.</summary>
/// <param name="source">The name shown in places.</param>
/// <param name="text">The whole text.</param>
internal sealed class YamlSyntax(string source, string text)
{
    private const string QuotesHint = "put quotes around the value";
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

    public (ConfigurationPlace Place, string Message) Explain(YamlException exception) =>
        Explain(exception.Message, exception.Start, exception.End);

    public (ConfigurationPlace Place, string Message) Explain(string message, Mark start, Mark end)
    {
        int line = (int)Math.Clamp(start.Line, 1, _lines.Length);
        int column = (int)Math.Max(1, start.Column);
        if (TabNear(line, (int)end.Line, message) is { } tab)
        {
            return (tab, "indented with a tab; YAML is indented with spaces");
        }

        if (message.Contains("invalid mapping", Is) || message.Contains("Mapping values are not allowed", Is))
        {
            return ExplainColon(line, column);
        }

        return (new ConfigurationPlace(source, line, column), Explain(message, line, column));
    }

    private const StringComparison Is = StringComparison.Ordinal;

    private string Explain(string message, int line, int column) =>
        message switch
        {
            _ when message.Contains("cannot start any token", Is) =>
                $"a value cannot begin with `{At(line, column)}`; {QuotesHint}",
            _ when message.Contains("did not find expected key", Is) => ExplainMissingKey(line, column),
            _ when message.Contains("did not find expected '-' indicator", Is) =>
                "expected a list item (`- …`) as above; check the indentation",
            _ when message.Contains("flow sequence", Is) || message.Contains("flow mapping", Is) => ExplainFlow(),
            _ when message.Contains("unknown escape character", Is) =>
                "an unknown `\\` escape in double quotes; write `\\\\` for a backslash, or use single quotes",
            _ when message.Contains("Unicode", Is) || message.Contains("hexadecimal", Is) =>
                "a wrong `\\x`, `\\u` or `\\U` escape in double quotes",
            _ when message.Contains("quoted scalar", Is) =>
                "the quotes that open here are not closed on this line; close them, or indent the lines that follow",
            _ when message.Contains("did not find expected node content", Is) => ExplainMissingValue(line, column),
            _ when message.Contains("Block sequence entries are not allowed", Is) =>
                "a list cannot begin behind its key; begin it on the next line, or write `[a, b]`",
            _ when message.Contains("anchor", Is) =>
                $"`&` and `*` begin anchors and aliases, and this is none; {QuotesHint}",
            _ when message.Contains("block scalar", Is) =>
                "the text of `|` and `>` begins on the next line, all of it indented alike",
            _ when message.Contains("tag", Is) => "a tag (`!…`) that is unknown; remove it, or " + QuotesHint,
            _ when message.Contains("incompatible YAML", Is) || message.Contains("version", Is) =>
                "the `%YAML` line names another version; remove it",
            _ when message.Contains("directive", Is) => $"a line that begins with `%` is a directive; {QuotesHint}",
            _ when message.Contains("simple key", Is) || message.Contains("keys are not allowed", Is) =>
                "expected `key: value`",
            _ when message.Contains("<document", Is) => "the value ended above; check the indentation of this line",
            _ => $"no YAML: {Plain(message)}",
        };

    private (ConfigurationPlace Place, string Message) ExplainColon(int line, int column)
    {
        string before = _lines[line - 1][..Math.Min(column - 1, _lines[line - 1].Length)];
        if (before.Contains(": ", Is))
        {
            return (new ConfigurationPlace(source, line, column), $"a `:` within an unquoted value; {QuotesHint}");
        }

        int above = LineAbove(line);
        if (above == 0)
        {
            return (new ConfigurationPlace(source, line, column), $"a `:` where none can stand; {QuotesHint}");
        }

        if (_lines[above - 1].Contains(": ", Is) && Indent(line) > Indent(above))
        {
            return (
                new ConfigurationPlace(source, line, Indent(line) + 1),
                "indented deeper than the line above, which already has a value; align the two keys"
            );
        }

        return (
            new ConfigurationPlace(source, above, Indent(above) + 1),
            "expected `key: value`, with a space after the colon"
        );
    }

    private string ExplainMissingKey(int line, int column)
    {
        bool beginsLine = column == Indent(line) + 1;
        string rest = _lines[line - 1][Math.Min(column - 1, _lines[line - 1].Length)..];
        if (!beginsLine)
        {
            return "something follows the closing quote; within single quotes write `''`, within double quotes `\\\"`";
        }

        return rest.StartsWith("- ", Is) || rest is "-"
                ? "a list item where a key is expected; indent the list under its key"
            : rest.Contains(':', Is)
                ? "the indentation of this line fits no line above; keys of one mapping begin in one column"
            : "expected `key: value`";
    }

    private string ExplainFlow()
    {
        string hint = text.Contains("${", Is) ? "; within them `${NAME}` needs quotes" : "";
        return $"`[` and `{{` need a `,` between items and a `]` or `}}` at the end{hint}";
    }

    private string ExplainMissingValue(int line, int column)
    {
        bool endsOpen = text.AsSpan().TrimEnd() is [.., '[' or '{' or ',' or ':'];
        string found = endsOpen ? "" : At(line, column);
        return found switch
        {
            "]" or "}" => $"`{found}` closes nothing; {QuotesHint}",
            "" => "the file ends where a value is expected; is a `[` or `{` not closed?",
            _ => $"expected a value, found `{found}`",
        };
    }

    /// <summary>A tab before the first character of a line at the error or next to it.</summary>
    private ConfigurationPlace? TabNear(int line, int endLine, string message)
    {
        bool aboutTabs = message.Contains("tab", Is) && !message.Contains('<', Is);
        int last = aboutTabs ? _lines.Length : Math.Min(_lines.Length, Math.Max(line, endLine) + 1);
        for (int i = line; i <= last; i++)
        {
            string content = _lines[i - 1];
            int tab = content.IndexOf('\t', Is);
            if (
                tab >= 0
                && tab < content.Length - content.AsSpan().TrimStart().Length
                && content.AsSpan().Trim().Length > 0
            )
            {
                return new ConfigurationPlace(source, i, tab + 1);
            }
        }

        return null;
    }

    private int LineAbove(int line)
    {
        int above = line - 1;
        while (
            above > 0
            && (string.IsNullOrWhiteSpace(_lines[above - 1]) || _lines[above - 1].AsSpan().TrimStart().StartsWith("#"))
        )
        {
            above--;
        }

        return above;
    }

    private int Indent(int line) => _lines[line - 1].Length - _lines[line - 1].TrimStart(' ').Length;

    private string At(int line, int column) =>
        column <= _lines[line - 1].Length ? _lines[line - 1][column - 1].ToString() : "";

    private static string Plain(string message)
    {
        string sentence = message.TrimEnd('.');
        int comma = sentence.StartsWith("While ", Is) ? sentence.IndexOf(", ", Is) : -1;
        string rest = comma < 0 ? sentence : sentence[(comma + 2)..];
        return rest.Length == 0 ? "the parser gave up here" : char.ToLowerInvariant(rest[0]) + rest[1..];
    }
}
