namespace Baton.Mcp.Repositories.Manifests;

/// <summary>The entries of a TOML file, as far as manifests need them: sections, keys, and values as written.</summary>
internal static class TomlLines
{
    private const int LongestValue = 64 * 1024;

    /// <summary>An entry.</summary>
    /// <param name="Section">The section it stands in, for example <c>tool.poetry.dependencies</c>.</param>
    /// <param name="Key">The key without quotes.</param>
    /// <param name="Value">The value as written; lists over several lines joined.</param>
    /// <param name="Line">Where.</param>
    public readonly record struct Entry(string Section, string Key, string Value, int Line);

    /// <summary>Reads the entries in their order. What is no entry is passed over.</summary>
    public static IEnumerable<Entry> Read(string text)
    {
        string[] lines = text.Split('\n');
        string section = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = Uncommented(lines[i]).Trim();
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (
                line.StartsWith('[')
                && line.EndsWith(']')
                && (equals < 0 || line.IndexOf(']', StringComparison.Ordinal) == line.Length - 1)
            )
            {
                section = line.Trim('[', ']', ' ').Replace("\"", "", StringComparison.Ordinal);
            }
            else if (equals > 0)
            {
                int start = i;
                string value = line[(equals + 1)..].Trim();
                while (Depth(value) > 0 && i + 1 < lines.Length && value.Length < LongestValue)
                {
                    value += "\n" + Uncommented(lines[++i]).Trim();
                }

                yield return new Entry(section, line[..equals].Trim().Trim('"', '\''), value, start + 1);
            }
        }
    }

    /// <summary>The string literals in a value, each with the number of lines before it.</summary>
    public static IEnumerable<(string Text, int LineOffset)> Strings(string value)
    {
        int line = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '\n')
            {
                line++;
            }
            else if (value[i] is '"' or '\'')
            {
                int end = value.IndexOf(value[i], i + 1);
                if (end < 0)
                {
                    yield break;
                }

                yield return (value[(i + 1)..end], line);
                i = end;
            }
        }
    }

    private static int Depth(string value)
    {
        int depth = 0;
        char quote = '\0';
        foreach (char character in value)
        {
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
            }
            else if (character is '"' or '\'')
            {
                quote = character;
            }
            else
            {
                depth +=
                    character is '[' or '{' ? 1
                    : character is ']' or '}' ? -1
                    : 0;
            }
        }

        return depth;
    }

    private static string Uncommented(string line)
    {
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            if (quote != '\0')
            {
                quote = line[i] == quote ? '\0' : quote;
            }
            else if (line[i] is '"' or '\'')
            {
                quote = line[i];
            }
            else if (line[i] == '#')
            {
                return line[..i];
            }
        }

        return line;
    }
}
