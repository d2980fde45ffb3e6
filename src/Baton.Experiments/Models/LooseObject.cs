using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Models;

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
    /// <param name="read">The object. A word without quotes that is no number, truth or null is a text.</param>
    /// <returns>Whether there is a whole object.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out JsonObject? read)
    {
        LooseObject reader = new(text);
        return reader.ReadObject(out read, depth: 0);
    }

    private bool ReadObject([NotNullWhen(true)] out JsonObject? read, int depth)
    {
        read = null;
        if (depth > Deepest || !Take('{'))
        {
            return false;
        }

        JsonObject members = [];
        while (!Take('}'))
        {
            if (!ReadKey(out string? key) || !Take(':') || !ReadValue(out JsonNode? value, depth))
            {
                return false;
            }

            members[key] = value;
            if (!Take(',') && !Next('}'))
            {
                return false;
            }
        }

        read = members;
        return true;
    }

    private bool ReadValue(out JsonNode? value, int depth)
    {
        value = null;
        if (Next('{'))
        {
            bool isRead = ReadObject(out JsonObject? members, depth + 1);
            value = members;
            return isRead;
        }

        if (Next('['))
        {
            bool isRead = ReadList(out JsonArray? items, depth + 1);
            value = items;
            return isRead;
        }

        return ReadScalar(out value);
    }

    private bool ReadList([NotNullWhen(true)] out JsonArray? read, int depth)
    {
        read = null;
        if (depth > Deepest || !Take('['))
        {
            return false;
        }

        JsonArray items = [];
        while (!Take(']'))
        {
            if (!ReadValue(out JsonNode? item, depth) || (!Take(',') && !Next(']')))
            {
                return false;
            }

            items.Add(item);
        }

        read = items;
        return true;
    }

    private bool ReadKey([NotNullWhen(true)] out string? key)
    {
        SkipSpace();
        key = null;
        return _at < _text.Length
            && (ClosingQuote(_text[_at]) is { } closing ? ReadQuoted(closing, out key) : ReadWord(out key));
    }

    private bool ReadScalar(out JsonNode? value)
    {
        SkipSpace();
        value = null;
        if (_at >= _text.Length)
        {
            return false;
        }

        if (ClosingQuote(_text[_at]) is { } closing)
        {
            bool isRead = ReadQuoted(closing, out string? text);
            value = text;
            return isRead;
        }

        if (!ReadWord(out string? word))
        {
            return false;
        }

        value = Meaning(word);
        return true;
    }

    private bool ReadWord([NotNullWhen(true)] out string? word)
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '+' or '.'))
        {
            _at++;
        }

        word = _at > start ? WholeText.Of(_text[start.._at].ToString()) : null;
        return word is not null;
    }

    private static JsonNode? Meaning(string word) =>
        word switch
        {
            "null" or "None" or "undefined" => null,
            "true" or "True" => true,
            "false" or "False" => false,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number) => number,
            _ => word,
        };

    private bool ReadQuoted(char closing, [NotNullWhen(true)] out string? value)
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
                value = WholeText.Of(text.ToString());
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
