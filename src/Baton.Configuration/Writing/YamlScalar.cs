using System.Buffers;
using System.Globalization;
using System.Text;
using Baton.Configuration.Reading;
using Baton.Configuration.Secrets;

namespace Baton.Configuration.Writing;

/// <summary>Writes single values so that they read back as the same kind and text.</summary>
internal static class YamlScalar
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-./+@()$={};^~"
    );

    public static string Key(string key) => IsPlainText(key) ? key : Quoted(key);

    /// <summary>The value, several lines where that reads better.</summary>
    /// <param name="scalar">The value.</param>
    /// <param name="shown">What of it may be shown.</param>
    /// <param name="indent">The indentation of further lines.</param>
    public static string Value(ConfigurationScalar scalar, string shown, int indent)
    {
        bool changed = !string.Equals(shown, scalar.Written, StringComparison.Ordinal);
        if (changed && !Substitution.IsOneVariable(shown))
        {
            return Quoted(shown);
        }

        bool substituted = !string.Equals(scalar.Text, scalar.Written, StringComparison.Ordinal);
        if (scalar.Kind != ScalarKind.Text && !substituted)
        {
            return Typed(scalar);
        }

        // A value from outside files was taken as it is; in a file its `${` would be a variable.
        string text = scalar.Place.Line == 0 ? shown.Replace("${", "$${", StringComparison.Ordinal) : shown;
        bool mustStayPlain = scalar.IsPlain && Substitution.IsOneVariable(text);
        bool mustBeQuoted = !scalar.IsPlain && Substitution.IsOneVariable(text);
        return mustStayPlain && IsPlainVariable(text) ? text
            : mustBeQuoted ? Quoted(text)
            : IsPlainText(text) ? text
            : IsBlockText(text) ? Block(text, indent)
            : Quoted(text);
    }

    /// <summary>A double-quoted scalar on one line.</summary>
    public static string Quoted(string text)
    {
        StringBuilder result = new(text.Length + 2);
        result.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool pair = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                result.Append(character).Append(text[++i]);
                continue;
            }

            result.Append(
                character switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsSurrogate(character) => "\uFFFD",
                    _ when IsPrintable(character) => character.ToString(),
                    _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                }
            );
        }

        return result.Append('"').ToString();
    }

    private static string Typed(ConfigurationScalar scalar)
    {
        if (scalar.Kind == ScalarKind.Null)
        {
            return "null";
        }

        // An explicit tag made it a number although it reads as another kind.
        string tag = CoreSchema.KindOf(scalar.Text) == scalar.Kind ? "" : "!!float ";
        return tag + scalar.Text;
    }

    private static bool IsPlainText(string text) =>
        text.Length is > 0 and < 400
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_' or '.' or '$' or '(')
        && text[^1] != ' '
        && text[0] != ' '
        && !ContainsUnplain(text)
        && text is not ("..." or "---")
        && CoreSchema.KindOf(text) == ScalarKind.Text
        && !Substitution.IsOneVariable(text);

    private static bool IsPlainVariable(string text) => !ContainsUnplain(text) && text[^1] == '}';

    /// <summary>A colon or comma between word characters is fine, as in <c>module:function</c>; so are letters of any script.</summary>
    private static bool ContainsUnplain(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool colon = character == ':' && i + 1 < text.Length && text[i + 1] != ' ';
            bool comma = character is ',' or '?' or '!' or '\'' or '&' or '*' or '%' && i > 0;
            if (
                !PlainCharacters.Contains(character)
                && !colon
                && !comma
                && !(char.IsLetter(character) && character < 0xD800)
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlockText(string text)
    {
        string content = text.EndsWith('\n') ? text[..^1] : text;
        string[] lines = content.Split('\n');
        return lines.Length > 1
            && lines[0].Length > 0
            && lines[0][0] is not (' ' or '\t')
            && lines[^1].Length > 0
            && Array.TrueForAll(lines, line => line.Length == 0 || (line.All(IsPrintable) && line[^1] != ' '));
    }

    private static string Block(string text, int indent)
    {
        bool endsWithLine = text.EndsWith('\n');
        string content = endsWithLine ? text[..^1] : text;
        StringBuilder result = new(endsWithLine ? "|" : "|-");
        foreach (string line in content.Split('\n'))
        {
            result.Append('\n').Append(' ', line.Length == 0 ? 0 : Math.Max(indent, 2)).Append(line);
        }

        return result.ToString();
    }

    private static bool IsPrintable(char character) =>
        character is >= ' ' and < '\x7F' or >= '\xA0' and < '\u2028' or > '\u2029' and < '\uD800'
        || (character is >= '\uE000' and < '\uFFFE' && character != '\uFEFF');
}
