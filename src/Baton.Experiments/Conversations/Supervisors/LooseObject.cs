using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Baton.Experiments.Conversations.Supervisors;

/// <summary>Reads what a model meant as a JSON object, where it is nearly one.</summary>
/// <remarks>
/// Understood beyond JSON: single and typographic quotes, keys without quotes, line breaks and unescaped quotes inside
/// text, commas too many, <c>None</c>, <c>True</c> and <c>False</c>. An object that is cut off is not read: half a
/// message is not what the model wanted to say.
/// </remarks>
internal ref struct LooseObject
{
    private const int Deepest = 16;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private LooseObject(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads the object that a text begins with; what follows it does not matter.</summary>
    /// <param name="text">The text from an opening brace on.</param>
    /// <param name="members">
    /// The members whose value is text, a number or a word; <see langword="null"/> for null, objects and lists.
    /// </param>
    /// <returns>Whether there is a whole object.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out Dictionary<string, string?>? members)
    {
        LooseObject reader = new(text);
        members = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!reader.ReadObject(members, depth: 0))
        {
            members = null;
        }

        return members is not null;
    }

    private bool ReadObject(Dictionary<string, string?>? members, int depth)
    {
        if (depth > Deepest || !Take('{'))
        {
            return false;
        }

        while (!Take('}'))
        {
            if (!ReadScalar(out string? key) || key is null || !Take(':') || !ReadValue(out string? value, depth))
            {
                return false;
            }

            members?[key] = value;
            if (!Take(',') && !Next('}'))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadValue(out string? value, int depth)
    {
        value = null;
        return Next('{') ? ReadObject(members: null, depth + 1)
            : Next('[') ? ReadList(depth + 1)
            : ReadScalar(out value);
    }

    private bool ReadList(int depth)
    {
        if (depth > Deepest || !Take('['))
        {
            return false;
        }

        while (!Take(']'))
        {
            if (!ReadValue(out _, depth) || (!Take(',') && !Next(']')))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadScalar(out string? value)
    {
        SkipSpace();
        value = null;
        if (_at >= _text.Length)
        {
            return false;
        }

        return ClosingQuote(_text[_at]) is { } closing ? ReadQuoted(closing, out value) : ReadWord(out value);
    }

    private bool ReadWord(out string? value)
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '+' or '.'))
        {
            _at++;
        }

        string word = _text[start.._at].ToString();
        value = word is "null" or "None" or "undefined" ? null : word;
        return word.Length > 0;
    }

    private bool ReadQuoted(char closing, out string? value)
    {
        StringBuilder text = new();
        for (_at++; _at < _text.Length; _at++)
        {
            char character = _text[_at];
            if (character == '\\')
            {
                _at++;
                AppendEscaped(text);
            }
            else if (character == closing && EndsText(_text[(_at + 1)..]))
            {
                _at++;
                value = text.ToString();
                return true;
            }
            else
            {
                text.Append(character);
            }
        }

        value = null;
        return false;
    }

    private void AppendEscaped(StringBuilder text)
    {
        if (_at >= _text.Length)
        {
            return;
        }

        if (
            _text[_at] == 'u'
            && _at + 4 < _text.Length
            && ushort.TryParse(
                _text.Slice(_at + 1, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out ushort code
            )
        )
        {
            text.Append((char)code);
            _at += 4;
            return;
        }

        text.Append(
            _text[_at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                char other => other,
            }
        );
    }

    // An apostrophe or a quote inside a text is followed by more text, the one that ends it by punctuation.
    private static bool EndsText(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        return rest.IsEmpty || rest[0] is ',' or '}' or ']' or ':';
    }

    private static char? ClosingQuote(char opening) =>
        opening switch
        {
            '"' or '\'' => opening,
            '“' => '”',
            '‘' => '’',
            _ => null,
        };

    private bool Take(char character)
    {
        if (!Next(character))
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Next(char character)
    {
        SkipSpace();
        return _at < _text.Length && _text[_at] == character;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
