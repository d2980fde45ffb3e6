using YamlDotNet.Core;

namespace Baton.Configuration.Reading;

/// <summary>Says in plain words what the YAML parser stumbled over, and where.</summary>
internal static class YamlSyntax
{
    private static readonly (string Found, string Meaning)[] Meanings =
    [
        ("found invalid mapping", "a `:` where none can stand; put quotes around a text that holds `: `"),
        ("found wrong indentation", "a quote that began before this line is never closed"),
        ("did not find expected node content", "something is missing here: a value, or the end of a `{` or `[`"),
        ("mapping values are not allowed", "a `:` where none can stand; put quotes around a text that holds `: `"),
        ("did not find expected ',' or '}'", "a `{` is not closed; add `}`, or a `,` between two entries"),
        ("did not find expected ',' or ']'", "a `[` is not closed; add `]`, or a `,` between two items"),
        ("did not find expected key", "not indented like its neighbours; keys of one mapping begin in one column"),
        (
            "did not find expected '-' indicator",
            "not indented like its neighbours; items of one list begin with `- ` in one column"
        ),
        ("unexpected end of stream", "a quote is never closed"),
        ("unknown escape character", "an unknown `\\` escape in double quotes; write `\\\\`, or use single quotes"),
        ("could not find expected ':'", "a key without `:`; write `key: value`"),
        ("cannot start any token", "a character that no value begins with; put quotes around the text"),
    ];

    public static (ConfigurationPlace Place, string Message) Explain(
        YamlException exception,
        string source,
        string text
    )
    {
        string said = exception.Message;
        if (FindTab(text) is { } tab && said.Contains("tab", StringComparison.OrdinalIgnoreCase))
        {
            return (tab with { Source = source }, "indented with a tab; YAML is indented with spaces");
        }

        // The start of a problem is often the start of the whole structure; its end is where reading stopped.
        Mark at = exception.End.Line > exception.Start.Line ? exception.End : exception.Start;
        ConfigurationPlace place = new(source, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column));
        string? meaning = Array
            .Find(Meanings, known => said.Contains(known.Found, StringComparison.OrdinalIgnoreCase))
            .Meaning;
        return (place, meaning ?? $"no YAML: {said.TrimEnd('.')}");
    }

    private static ConfigurationPlace? FindTab(string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> indent = content[..^content.TrimStart(" \t").Length];
            int tab = indent.IndexOf('\t');
            if (tab >= 0 && indent.Length < content.Length)
            {
                return new ConfigurationPlace("", line, tab + 1);
            }
        }

        return null;
    }
}
