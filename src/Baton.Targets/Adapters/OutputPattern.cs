using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Targets.Templates;

namespace Baton.Targets.Adapters;

/// <summary>The regular expression of an output adapter. Immutable; safe for concurrent use.</summary>
internal sealed class OutputPattern
{
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly string[] _groups;

    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public OutputPattern(string pattern)
    {
        _regex = Compile(pattern);
        _groups = GroupsOf(_regex);
    }

    /// <summary>What is wrong with a pattern and what to do, or <see langword="null"/>.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            string[] groups = GroupsOf(Compile(pattern));
            bool allNamed = Array.TrueForAll(groups, group => !char.IsAsciiDigit(group[0]));
            return groups.Length <= 1 || allNamed
                ? null
                : "has several groups; name all of them `(?<name>…)`, or keep one and write the others `(?:…)`";
        }
        catch (ArgumentException exception)
        {
            return $"is no regular expression: {exception.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Searches a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="found">Text, or an object of the named groups; a group that took no part is null.</param>
    /// <returns><see langword="null"/> when something was found; otherwise why not, as the rest of a sentence about the pattern.</returns>
    public string? Search(string text, out JsonElement found)
    {
        found = default;
        Match match;
        try
        {
            match = _regex.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"took over {LongestSearch.TotalSeconds} s; make it simpler"
            );
        }

        if (!match.Success)
        {
            return "does not match";
        }

        if (_groups is [string only] && !match.Groups[only].Success)
        {
            return $"matches, but its group `{only}` took no part";
        }

        found = _groups.Length switch
        {
            0 => JsonText.Element(match.Value),
            1 => JsonText.Element(match.Groups[_groups[0]].Value),
            _ => Mapping(match),
        };
        return null;
    }

    private JsonElement Mapping(Match match)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, TemplateScope.Writing))
        {
            writer.WriteStartObject();
            foreach (string name in _groups)
            {
                writer.WriteString(name, match.Groups[name] is { Success: true } group ? group.Value : null);
            }

            writer.WriteEndObject();
        }

        return JsonText.Parse(buffer.WrittenSpan);
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant, LongestSearch);

    private static string[] GroupsOf(Regex regex) => [.. regex.GetGroupNames().Skip(1)];
}
