using System.Text;

namespace Baton.Configuration.Editing;

/// <summary>Sets variables in the text of a <c>.env</c> file; every other character stays as it is.</summary>
public static class DotEnvEditor
{
    /// <summary>Whether the text has a line for the variable, commented out or not.</summary>
    public static bool Mentions(string text, string name) =>
        Lines(text).Any(line => string.Equals(line.Name, name, StringComparison.Ordinal));

    /// <summary>
    /// Sets a variable: in the line that decides now, else in place of a line that is commented out, else in a new line
    /// at the end.
    /// </summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value, of any characters.</param>
    public static string Set(string text, string name, string value)
    {
        List<VariableLine> lines =
        [
            .. Lines(text).Where(line => string.Equals(line.Name, name, StringComparison.Ordinal)),
        ];
        string written = Quoted(value);
        if (lines.FindLast(line => !line.IsComment) is { } active)
        {
            return text[..active.ValueStart] + written + text[active.ValueEnd..];
        }

        if (lines.FindLast(line => line.IsComment) is { } comment)
        {
            return text[..comment.Start] + $"{name}={written}" + text[comment.ValueEnd..];
        }

        string end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string before = text.Length == 0 || text.EndsWith('\n') ? "" : end;
        return $"{text}{before}{name}={written}{end}";
    }

    private static string Quoted(string value)
    {
        bool isPlain = value.All(character =>
            char.IsAsciiLetterOrDigit(character)
            || character is '_' or '-' or '.' or '/' or ':' or ',' or '+' or '@' or '='
        );
        if (isPlain)
        {
            return value;
        }

        StringBuilder quoted = new("\"");
        foreach (char character in value)
        {
            quoted.Append(
                character switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    _ => character.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }

    private static IEnumerable<VariableLine> Lines(string text)
    {
        int at = 0;
        while (at < text.Length)
        {
            VariableLine? line = Read(text, at);
            if (line is not null)
            {
                yield return line;
            }

            int end = text.IndexOf('\n', line is { IsComment: false } ? line.ValueEnd : at);
            at = end < 0 ? text.Length : end + 1;
        }
    }

    private static VariableLine? Read(string text, int at)
    {
        int start = SkipBlank(text, at);
        int name = start;
        bool isComment = start < text.Length && text[start] == '#';
        if (isComment)
        {
            name = SkipBlank(text, start + 1);
        }

        if (text.AsSpan(name).StartsWith("export ", StringComparison.Ordinal))
        {
            name = SkipBlank(text, name + "export ".Length);
        }

        int nameEnd = name;
        while (
            nameEnd < text.Length && (char.IsAsciiLetterOrDigit(text[nameEnd]) || text[nameEnd] is '_' or '.' or '-')
        )
        {
            nameEnd++;
        }

        int equals = SkipBlank(text, nameEnd);
        if (nameEnd == name || equals == text.Length || text[equals] != '=')
        {
            return null;
        }

        int value = SkipBlank(text, equals + 1);
        int end = EndOfValue(text, value, isComment);

        // A remark about a variable is no setting that was put out of use.
        return isComment && text.AsSpan(value, end - value).ContainsAny(' ', '\t')
            ? null
            : new VariableLine(text[name..nameEnd], start, value, end, isComment);
    }

    private static int EndOfValue(string text, int at, bool isComment)
    {
        int lineEnd = text.IndexOf('\n', at);
        lineEnd = lineEnd < 0 ? text.Length : lineEnd;
        if (at < text.Length && !isComment && text[at] is ('"' or '\''))
        {
            for (int i = at + 1; i < text.Length; i++)
            {
                if (text[i] == text[at])
                {
                    return i + 1;
                }

                i += text[i] == '\\' && text[at] == '"' ? 1 : 0;
            }

            return text.Length;
        }

        int end = lineEnd;
        for (int i = at; i < lineEnd; i++)
        {
            if (text[i] == '#' && (i == at || text[i - 1] is ' ' or '\t'))
            {
                end = i;
                break;
            }
        }

        return at + text.AsSpan(at, end - at).TrimEnd().Length;
    }

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t'))
        {
            at++;
        }

        return at;
    }

    /// <summary>A line that sets a variable or is such a line commented out.</summary>
    private sealed record VariableLine(string Name, int Start, int ValueStart, int ValueEnd, bool IsComment);
}
