using System.Text;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Cuts Python into logical lines. Any text is accepted; one pass.</summary>
/// <param name="text">The file.</param>
internal sealed class PythonStatements(string text)
{
    private const int LongestStatement = 4096;
    private const string Triple = "\"\"\"";

    private readonly StringBuilder _current = new();
    private int _at;
    private int _line = 1;

    /// <summary>The statements, in the order of the file.</summary>
    public IEnumerable<PythonStatement> Read()
    {
        while (_at < text.Length)
        {
            int indent = Indent();
            if (_at >= text.Length)
            {
                yield break;
            }

            if (text[_at] is '\n' or '\r' or '#')
            {
                SkipLine();
                continue;
            }

            int line = _line;
            _current.Clear();
            Statement();
            yield return new PythonStatement(indent, line, _current.ToString());
        }
    }

    private int Indent()
    {
        int columns = 0;
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\f' or '\uFEFF')
        {
            columns += text[_at++] switch
            {
                '\t' => 8 - (columns % 8),
                ' ' => 1,
                _ => 0,
            };
        }

        return columns;
    }

    private void SkipLine()
    {
        int end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end + 1;
        _line++;
    }

    private void Statement()
    {
        int depth = 0;
        while (_at < text.Length)
        {
            char character = text[_at];
            switch (character)
            {
                case '\n' when depth == 0:
                    _at++;
                    _line++;
                    return;
                case '\n':
                    _at++;
                    _line++;
                    Space();
                    break;
                case '\\' when _at + 1 < text.Length && text[_at + 1] is '\n' or '\r':
                    _at = text.IndexOf('\n', _at) is >= 0 and var end ? end + 1 : text.Length;
                    _line++;
                    Space();
                    break;
                case '#':
                    _at = text.IndexOf('\n', _at) is >= 0 and var stop ? stop : text.Length;
                    break;
                case '"' or '\'':
                    Quoted(character);
                    break;
                case ' ' or '\t' or '\r':
                    _at++;
                    Space();
                    break;
                default:
                    depth +=
                        character is '(' or '[' or '{' ? 1
                        : character is ')' or ']' or '}' ? -1
                        : 0;
                    depth = Math.Max(0, depth);
                    Put(character);
                    _at++;
                    break;
            }
        }
    }

    private void Quoted(char quote)
    {
        bool isTriple = string.CompareOrdinal(text, _at, quote == '"' ? Triple : "'''", 0, 3) == 0;
        int length = isTriple ? 3 : 1;
        int start = _at;
        _at += length;
        while (_at < text.Length)
        {
            char character = text[_at];
            if (character == '\\')
            {
                _line += _at + 1 < text.Length && text[_at + 1] == '\n' ? 1 : 0;
                _at += 2;
                continue;
            }

            if (character == '\n')
            {
                if (!isTriple)
                {
                    break;
                }

                _line++;
            }

            if (character == quote && (!isTriple || Closes(quote)))
            {
                _at += length;
                break;
            }

            _at++;
        }

        _at = Math.Min(_at, text.Length);
        // What a docstring says is no code; what stands in a plain string may be a path or a name.
        if (isTriple)
        {
            Put('"');
            Put('"');
        }
        else if (_current.Length < LongestStatement)
        {
            _current.Append(text, start, Math.Min(_at - start, 512));
        }
    }

    private bool Closes(char quote) => _at + 2 < text.Length && text[_at + 1] == quote && text[_at + 2] == quote;

    private void Space()
    {
        if (_current.Length > 0 && _current[^1] != ' ')
        {
            Put(' ');
        }
    }

    private void Put(char character)
    {
        if (_current.Length < LongestStatement)
        {
            _current.Append(character);
        }
    }
}
