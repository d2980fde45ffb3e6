using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Targets.Templates;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>A text with <c>{{ name }}</c>, <c>{{ name.part[0] }}</c> and a few filters. Immutable.</summary>
/// <remarks>Statements, comments, calls and other filters of the template language are refused, not guessed.</remarks>
internal sealed partial class PromptfooTemplate
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<(string Literal, DataPath? Path, string[] Filters)> _pieces = [];

    private PromptfooTemplate() { }

    /// <summary>The names it takes values from.</summary>
    public IEnumerable<string> Names => _pieces.Select(piece => piece.Path?.Segments[0].Key).OfType<string>();

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What it holds that is not understood, as it is written.</param>
    /// <returns>The template, or <see langword="null"/> when it holds something that is not understood.</returns>
    public static PromptfooTemplate? Parse(string text, out string fault)
    {
        PromptfooTemplate template = new();
        fault = "";
        int end = 0;
        foreach (Match tag in Tags().Matches(text))
        {
            Match place = Place().Match(tag.Value);
            if (!place.Success || !DataPath.TryParse(place.Groups["path"].Value, null, out DataPath? path))
            {
                fault = tag.Length <= 60 ? tag.Value : tag.Value[..60] + "…";
                return null;
            }

            string before = text[end..tag.Index];
            template._pieces.Add(
                (
                    tag.Value.StartsWith("{{-", StringComparison.Ordinal) ? before.TrimEnd() : before,
                    path,
                    [.. place.Groups["filter"].Captures.Select(filter => filter.Value)]
                )
            );
            end = tag.Index + tag.Length;
            while (
                tag.Value.EndsWith("-}}", StringComparison.Ordinal) && end < text.Length && char.IsWhiteSpace(text[end])
            )
            {
                end++;
            }
        }

        template._pieces.Add((text[end..], null, []));
        return template;
    }

    /// <summary>Puts values in.</summary>
    /// <param name="find">The value of a name, or <see langword="null"/>.</param>
    /// <param name="missing">Is told the places without a value; nothing is put there.</param>
    public string Render(Func<string, ConfigurationNode?> find, Action<string> missing)
    {
        StringBuilder text = new();
        foreach ((string literal, DataPath? path, string[] filters) in _pieces)
        {
            text.Append(literal);
            if (path is null)
            {
                continue;
            }

            if (NodePath.Follow(find(path.Segments[0].Key), path.Segments.Skip(1)) is { } value)
            {
                text.Append(Filtered(value, filters));
            }
            else
            {
                missing(path.Text);
            }
        }

        return text.ToString();
    }

    /// <summary>A value as text; lists and mappings as JSON.</summary>
    public static string TextOf(ConfigurationNode value) =>
        value is ConfigurationScalar scalar ? (scalar.Kind == ScalarKind.Null ? "" : scalar.Text) : JsonOf(value);

    private static string Filtered(ConfigurationNode value, string[] filters)
    {
        string text = TextOf(value);
        foreach (string filter in filters)
        {
            text = filter switch
            {
                "dump" => JsonOf(value),
                "trim" => text.Trim(),
                "upper" => text.ToUpperInvariant(),
                "lower" => text.ToLowerInvariant(),
                _ => text,
            };
        }

        return text;
    }

    private static string JsonOf(ConfigurationNode value) =>
        ConfigurationJson.ToJson(value) is { } json ? json.ToJsonString(Readable) : "null";

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(
        """^\{\{-?\s*(?<path>[A-Za-z_$][\w$]*(\.[\w$]+|\[\d+\]|\["[^"]*"\]|\['[^']*'\])*)(\s*\|\s*(?<filter>dump|trim|upper|lower|safe))*\s*-?\}\}$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Place();
}
