using System.Globalization;
using System.Text;

namespace Baton.Targets.Templates;

/// <summary>Reads the text of a path. Positions in messages count characters from 1.</summary>
internal ref struct DataPathReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private bool _insideText;

    /// <summary>Whether a character may stand in a name without quotes.</summary>
    public static bool IsNameCharacter(char character) =>
        IsWordCharacter(character) || character is '-' or '$' or '@' || char.IsSurrogate(character);

    /// <summary>Whether a character may stand in a name that is surrounded by other text.</summary>
    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>Reads the whole text.</summary>
    /// <exception cref="FormatException">The text is no path; the message says where and what was expected.</exception>
    public List<PathSegment> ReadAll()
    {
        List<PathSegment> segments = [];
        if (_text.IsEmpty)
        {
            throw new FormatException("a path is empty; write for example `choices[0].message.content`");
        }

        if (_text[0] == '$')
        {
            _at = 1;
            if (_at < _text.Length && _text[_at] is not ('.' or '['))
            {
                throw Unexpected("`.` or `[` after `$` (a key that begins with `$` is written `[\"$key\"]`)");
            }
        }
        else if (_text[0] != '[')
        {
            segments.Add(ReadName());
        }

        ReadSteps(segments);
        return segments;
    }

    /// <summary>
    /// Reads as many steps as there are; where text goes on without being a step, stops before it. Names hold letters,
    /// digits and <c>_</c> alone here, so that a path may stand before any punctuation.
    /// </summary>
    /// <param name="segments">Where the steps go.</param>
    /// <param name="start">Where the first one begins, counted from 0.</param>
    /// <returns>Where the text goes on.</returns>
    /// <exception cref="FormatException">A bracket was opened and holds nothing a path knows.</exception>
    public int ReadPrefix(List<PathSegment> segments, int start)
    {
        _at = start;
        _insideText = true;
        ReadSteps(segments);
        return _at;
    }

    private void ReadSteps(List<PathSegment> segments)
    {
        while (_at < _text.Length)
        {
            char next = _text[_at];
            if (next == '.' && (!_insideText || (_at + 1 < _text.Length && IsWordCharacter(_text[_at + 1]))))
            {
                _at++;
                segments.Add(ReadName());
            }
            else if (next == '[')
            {
                _at++;
                segments.Add(ReadBracket());
            }
            else if (_insideText)
            {
                return;
            }
            else
            {
                throw Unexpected("`.`, `[` or the end");
            }
        }
    }

    private PathSegment ReadName()
    {
        int start = _at;
        while (_at < _text.Length && (_insideText ? IsWordCharacter(_text[_at]) : IsNameCharacter(_text[_at])))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Unexpected(
                _at < _text.Length && _text[_at] == '*' ? "a name (every item is written `[*]`)"
                : _at < _text.Length && _text[_at] is '"' or '\'' ? "a name (a quoted key is written `[\"a key\"]`)"
                : "a name"
            );
        }

        ReadOnlySpan<char> name = _text[start.._at];
        string key = Checked(name.ToString(), start);
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new PathSegment(PathSegmentKind.Number, key, index)
            : PathSegment.Member(key);
    }

    private PathSegment ReadBracket()
    {
        PathSegment segment;
        char next = _at < _text.Length ? _text[_at] : '\0';
        if (next == '*')
        {
            _at++;
            segment = PathSegment.All;
        }
        else if (next is '"' or '\'')
        {
            segment = PathSegment.Member(ReadQuoted(next));
        }
        else
        {
            segment = PathSegment.Item(ReadIndex());
        }

        if (_at >= _text.Length || _text[_at] != ']')
        {
            throw Unexpected("`]`");
        }

        _at++;
        return segment;
    }

    private int ReadIndex()
    {
        int start = _at;
        if (_at < _text.Length && _text[_at] == '-')
        {
            _at++;
        }

        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (int.TryParse(_text[start.._at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index))
        {
            return index;
        }

        bool tooLarge = _at - start > 1;
        _at = start;
        throw Unexpected(tooLarge ? "a number that fits 32 bits" : "a number, `*` or a quoted key");
    }

    private string ReadQuoted(char quote)
    {
        int start = _at++;
        StringBuilder key = new();
        while (_at < _text.Length && _text[_at] != quote)
        {
            if (_text[_at] == '\\')
            {
                _at++;
                if (_at >= _text.Length || _text[_at] is not ('\\' or '"' or '\''))
                {
                    throw Unexpected("`\\`, `\"` or `'` after `\\`");
                }
            }

            key.Append(_text[_at++]);
        }

        if (_at >= _text.Length)
        {
            throw Unexpected($"the closing {quote} of the key that begins at position {start + 1}");
        }

        _at++;
        return Checked(key.ToString(), start);
    }

    private string Checked(string key, int start)
    {
        for (int i = 0; i < key.Length; i++)
        {
            if (char.IsSurrogate(key[i]))
            {
                if (i + 1 >= key.Length || !char.IsSurrogatePair(key[i], key[i + 1]))
                {
                    throw new FormatException(
                        $"`{_text}` is no path: the key at position {start + 1} holds half of a surrogate pair"
                    );
                }

                i++;
            }
        }

        return key;
    }

    private readonly FormatException Unexpected(string expected) =>
        new(
            _at < _text.Length
                ? $"`{_text}` is no path: `{_text[_at]}` at position {_at + 1}, expected {expected}"
                : $"`{_text}` is no path: it ends at position {_text.Length}, expected {expected}"
        );
}
