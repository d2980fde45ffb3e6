using System.Text;

namespace Baton.Configuration;

/// <summary>Reads <c>.env</c> files: <c>KEY=value</c> lines, <c>export</c>, comments, and quotes with escapes.</summary>
/// <remarks>
/// Single quotes keep everything as it is; double quotes know <c>\n \r \t \" \\ \$</c> and may span lines; a value without
/// quotes ends at <c> #</c>. The last of several lines for one name wins. Variables inside values are not replaced.
/// </remarks>
public static class DotEnv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; it must exist.</param>
    /// <param name="errors">Where to say which lines cannot be read.</param>
    /// <returns>The variables of every line that can be read.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path, ConfigurationErrors errors)
    {
        try
        {
            return Parse(path, File.ReadAllText(path), errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigurationPlace(path), "", $"cannot be read: {exception.Message}");
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="source">What to call the text in errors.</param>
    /// <param name="text">The text.</param>
    /// <param name="errors">Where to say which lines cannot be read.</param>
    public static IReadOnlyDictionary<string, string> Parse(string source, string text, ConfigurationErrors errors)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            ConfigurationPlace place = new(source, index + 1, 1);
            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..].TrimStart() : line;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? line : line[..equals].TrimEnd();
            if (equals < 0 || !IsName(name))
            {
                errors.Add(place, "", "is no `NAME=value`; a comment begins with `#`");
                continue;
            }

            string written = line[(equals + 1)..].TrimStart();
            if (written is ['"', ..])
            {
                // A quoted value may span lines: they are taken up until the closing quote.
                while (ClosingQuote(written) < 0 && index + 1 < lines.Length)
                {
                    written += "\n" + lines[++index];
                }
            }

            if (Value(written) is { } value)
            {
                variables[name] = value;
            }
            else
            {
                errors.Add(place, name, $"the closing {(written[0] == '"' ? "double" : "single")} quote is missing");
            }
        }

        return variables;
    }

    private static bool IsName(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-');

    private static string? Value(string written)
    {
        switch (written)
        {
            case ['\'', ..]:
                int end = written.IndexOf('\'', 1);
                return end < 0 ? null : written[1..end];
            case ['"', ..]:
                int closing = ClosingQuote(written);
                return closing < 0 ? null : Unescape(written.AsSpan(1, closing - 1));
            default:
                int comment = written.IndexOf(" #", StringComparison.Ordinal);
                return (comment < 0 ? written : written[..comment]).Trim();
        }
    }

    private static int ClosingQuote(string written)
    {
        for (int index = 1; index < written.Length; index++)
        {
            if (written[index] == '\\')
            {
                index++;
            }
            else if (written[index] == '"')
            {
                return index;
            }
        }

        return -1;
    }

    private static string Unescape(ReadOnlySpan<char> quoted)
    {
        StringBuilder value = new(quoted.Length);
        for (int index = 0; index < quoted.Length; index++)
        {
            if (quoted[index] != '\\' || index + 1 == quoted.Length)
            {
                value.Append(quoted[index]);
                continue;
            }

            char escaped = quoted[++index];
            _ = escaped switch
            {
                'n' => value.Append('\n'),
                'r' => value.Append('\r'),
                't' => value.Append('\t'),
                '"' or '\\' or '$' => value.Append(escaped),
                _ => value.Append('\\').Append(escaped),
            };
        }

        return value.ToString();
    }
}
