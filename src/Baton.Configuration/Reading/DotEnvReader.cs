using System.Text;

namespace Baton.Configuration.Reading;

/// <summary>Reads the lines of a <c>.env</c> file.</summary>
internal sealed class DotEnvReader(string source, string text, ConfigurationErrors errors)
{
    private int _position;

    public void ReadInto(Dictionary<string, string> variables)
    {
        while (true)
        {
            SkipBlank(alsoLineEnds: true);
            if (_position == text.Length)
            {
                return;
            }

            if (text[_position] != '#')
            {
                ReadVariable(variables);
            }

            _position = EndOfLine();
        }
    }

    private void ReadVariable(Dictionary<string, string> variables)
    {
        int start = _position;
        if (text.AsSpan(start).StartsWith("export ", StringComparison.Ordinal))
        {
            _position += "export ".Length;
            SkipBlank(alsoLineEnds: false);
        }

        int nameStart = _position;
        while (_position < text.Length && IsNameCharacter(text[_position]))
        {
            _position++;
        }

        string name = text[nameStart.._position];
        SkipBlank(alsoLineEnds: false);
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || _position == text.Length || text[_position] != '=')
        {
            errors.Add(PlaceOf(start), "", "expected `NAME=value`; a name is letters, digits, `_`, `.` and `-`");
            return;
        }

        _position++;
        SkipBlank(alsoLineEnds: false);
        char first = _position < text.Length ? text[_position] : '\n';
        string? value = first is '"' or '\'' ? ReadQuoted(name, first) : ReadPlain();
        if (value is not null)
        {
            variables[name] = value;
        }
    }

    private string ReadPlain()
    {
        int end = EndOfLine();
        string line = text[_position..end];
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                return line[..i].Trim();
            }
        }

        return line.Trim();
    }

    private string? ReadQuoted(string name, char quote)
    {
        int open = _position++;
        StringBuilder value = new();
        while (_position < text.Length && text[_position] != quote)
        {
            char next = text[_position++];
            value.Append(next == '\\' && quote == '"' ? Unescape() : next.ToString());
        }

        if (_position == text.Length)
        {
            errors.Add(PlaceOf(open), name, $"the value begins with `{quote}` but never ends with one");
            return null;
        }

        _position++;
        SkipBlank(alsoLineEnds: false);
        if (_position < text.Length && text[_position] is not ('#' or '\n'))
        {
            errors.Add(
                PlaceOf(_position),
                name,
                "something follows the closing quote; put all of the value between quotes"
            );
            return null;
        }

        return value.ToString();
    }

    private string Unescape()
    {
        if (_position == text.Length)
        {
            return "\\";
        }

        char escaped = text[_position++];
        return escaped switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '"' or '\\' or '$' => escaped.ToString(),
            _ => $"\\{escaped}",
        };
    }

    private void SkipBlank(bool alsoLineEnds)
    {
        while (_position < text.Length && (text[_position] is ' ' or '\t' || (alsoLineEnds && text[_position] == '\n')))
        {
            _position++;
        }
    }

    private int EndOfLine()
    {
        int end = text.IndexOf('\n', _position);
        return end < 0 ? text.Length : end;
    }

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';

    private ConfigurationPlace PlaceOf(int position)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, position);
        return new ConfigurationPlace(source, before.Count('\n') + 1, position - before.LastIndexOf('\n'));
    }
}
