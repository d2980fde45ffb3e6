using System.Text.RegularExpressions;

namespace Baton.Configuration.Editing;

/// <summary>The lines of a text, each with its own end, and the edits that can be made to them.</summary>
internal sealed class YamlLines
{
    private readonly string _text;
    private readonly List<string> _lines;
    private readonly string _end;

    public YamlLines(string text)
    {
        _text = text;
        _end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _lines = [.. Split(text)];
    }

    /// <summary>The character at a place, or NUL behind the line's end.</summary>
    public char At(ConfigurationPlace place)
    {
        string line = _lines[place.Line - 1];
        return place.Column <= line.Length ? line[place.Column - 1] : '\0';
    }

    /// <summary>Writes another value in place of an entry's.</summary>
    public string? Replace(ConfigurationEntry entry, string value, bool inFlow)
    {
        if (entry.Value is not ConfigurationScalar scalar)
        {
            return null;
        }

        if (scalar.Kind == ScalarKind.Null && scalar.Text.Length == 0)
        {
            string line = _lines[entry.KeyPlace.Line - 1];
            int colon = line.IndexOf(':', entry.KeyPlace.Column - 1);
            return colon < 0 ? null : WithLine(entry.KeyPlace.Line, line.Insert(colon + 1, $" {value}"));
        }

        string written = _lines[scalar.Place.Line - 1];
        int start = scalar.Place.Column - 1;
        return WithLine(scalar.Place.Line, written[..start] + value + written[EndOfScalar(written, start, inFlow)..]);
    }

    /// <summary>Puts text behind the character at a place.</summary>
    public string Insert(ConfigurationPlace place, string added) =>
        WithLine(place.Line, _lines[place.Line - 1].Insert(place.Column, added));

    /// <summary>Writes a key into a section of lines: over the line where it is commented out, else as the first.</summary>
    public string Add(ConfigurationEntry section, int indent, string key, string value)
    {
        string added = $"{new string(' ', indent)}{key}: {value}";
        for (int i = section.KeyPlace.Line; i < _lines.Count && IsInside(_lines[i], section.KeyPlace.Column - 1); i++)
        {
            if (Commented(key).IsMatch(_lines[i]))
            {
                return WithLine(i + 1, added + EndOf(_lines[i]));
            }
        }

        string header = _lines[section.KeyPlace.Line - 1];
        string whole = EndOf(header).Length == 0 ? header + _end : header;
        return WithLine(section.KeyPlace.Line, whole + added + _end);
    }

    /// <summary>Opens a section that stands commented out at the left margin.</summary>
    public string? Uncomment(string section)
    {
        int found = _lines.FindLastIndex(line => line.StartsWith('#') && Commented(section).IsMatch(line));
        return found < 0 || _lines[found].Trim() is not [.., ':']
            ? null
            : WithLine(found + 1, $"{section}:{EndOf(_lines[found])}");
    }

    /// <summary>Writes lines at the end, a blank one before them.</summary>
    public string Append(params string[] added)
    {
        string before =
            _text.Length == 0 ? ""
            : EndOf(_lines[^1]).Length == 0 ? _end + _end
            : string.IsNullOrWhiteSpace(_lines[^1]) ? ""
            : _end;
        return _text + before + string.Concat(added.Select(line => line + _end));
    }

    private string WithLine(int number, string line) =>
        string.Concat([.. _lines.Take(number - 1), line, .. _lines.Skip(number)]);

    // Comments at any depth and blank lines belong to the section they follow.
    private static bool IsInside(string line, int indent)
    {
        ReadOnlySpan<char> text = line.AsSpan().TrimStart(' ');
        return text.Trim().IsEmpty || text[0] == '#' || line.Length - text.Length > indent;
    }

    private static int EndOfScalar(string line, int start, bool inFlow)
    {
        char quote = line[start];
        if (quote is '"' or '\'')
        {
            for (int i = start + 1; i < line.Length; i++)
            {
                if (quote == '"' && line[i] == '\\')
                {
                    i++;
                }
                else if (line[i] == quote && quote == '\'' && i + 1 < line.Length && line[i + 1] == quote)
                {
                    i++;
                }
                else if (line[i] == quote)
                {
                    return i + 1;
                }
            }

            return line.Length;
        }

        int end = start;
        while (end < line.Length && line[end] is not ('\r' or '\n'))
        {
            bool isComment = line[end] == '#' && line[end - 1] is ' ' or '\t';
            if (isComment || (inFlow && line[end] is ',' or '}'))
            {
                break;
            }

            end++;
        }

        return start + line.AsSpan(start, end - start).TrimEnd().Length;
    }

    private static string EndOf(string line) =>
        line.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n"
        : line.EndsWith('\n') ? "\n"
        : "";

    private static Regex Commented(string key) =>
        new(
            $"^[ \t]*#[ \t]*{Regex.Escape(key)}[ \t]*:(?:[ \t]+[^ \t\r\n]+)?[ \t]*\r?$",
            RegexOptions.Multiline,
            TimeSpan.FromSeconds(1)
        );

    private static IEnumerable<string> Split(string text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            int next = end < 0 ? text.Length : end + 1;
            yield return text[at..next];
            at = next;
        }
    }
}
