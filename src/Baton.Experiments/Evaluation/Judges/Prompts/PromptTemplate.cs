using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Judges.Prompts;

/// <summary>A prompt with placeholders, <c>{output}</c>. Immutable.</summary>
/// <remarks>
/// Only a name in braces is a placeholder, so JSON in a prompt stays as it is; <c>{{output}}</c> stands for the words
/// <c>{output}</c>. What is filled in is never looked at for placeholders.
/// </remarks>
public sealed partial class PromptTemplate : IParsable<PromptTemplate>
{
    private const string Metadata = "metadata";

    private static readonly Dictionary<string, PromptField> _fields = new(StringComparer.Ordinal)
    {
        ["input"] = PromptField.Input,
        ["output"] = PromptField.Output,
        ["expected"] = PromptField.Expected,
        ["persona"] = PromptField.Persona,
        ["conversation"] = PromptField.Conversation,
        ["tool_calls"] = PromptField.ToolCalls,
        ["error"] = PromptField.Error,
        [Metadata] = PromptField.Metadata,
    };

    private readonly string _text;

    private PromptTemplate(string text, IReadOnlyList<PromptPart> parts)
    {
        _text = text;
        Parts = parts;
    }

    /// <summary>The pieces, in order.</summary>
    internal IReadOnlyList<PromptPart> Parts { get; }

    /// <summary>The placeholders, in order.</summary>
    internal IEnumerable<PromptPlaceholder> Placeholders => Parts.OfType<PromptPlaceholder>();

    /// <summary>Reads a prompt.</summary>
    /// <exception cref="FormatException">It is empty or has a placeholder that is not known; the message says where.</exception>
    public static PromptTemplate Parse(string s, IFormatProvider? provider)
    {
        if (string.IsNullOrWhiteSpace(s))
        {
            throw new FormatException("is empty; write what the judge is asked");
        }

        List<PromptPart> parts = [];
        int at = 0;
        foreach (Match match in Braces().Matches(s))
        {
            Add(parts, s[at..match.Index]);
            at = match.Index + match.Length;
            if (match.Groups["words"].Success)
            {
                Add(parts, $"{{{match.Groups["words"].Value}}}");
            }
            else
            {
                parts.Add(Placeholder(match.Groups["name"].Value, match.Groups["optional"].Success));
            }
        }

        Add(parts, s[at..]);
        return new PromptTemplate(s, parts);
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out PromptTemplate result
    )
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>As written.</summary>
    public override string ToString() => _text;

    /// <summary>A prompt that is known to be well-formed.</summary>
    internal static PromptTemplate Parse(string s) => Parse(s, null);

    private static void Add(List<PromptPart> parts, string words)
    {
        if (words.Length > 0)
        {
            parts.Add(new PromptWords(words));
        }
    }

    private static PromptPlaceholder Placeholder(string name, bool isOptional)
    {
        if (_fields.TryGetValue(name, out PromptField field))
        {
            return new PromptPlaceholder(name, field, Path: null, isOptional);
        }

        if (name.StartsWith(Metadata, StringComparison.Ordinal) && name[Metadata.Length] is '.' or '[')
        {
            return new PromptPlaceholder(
                name,
                PromptField.Metadata,
                DataPath.Parse(name[Metadata.Length..].TrimStart('.')),
                isOptional
            );
        }

        string hint = Suggestion.For(name, _fields.Keys) is { } meant
            ? $"did you mean `{{{meant}}}`?"
            : $"known: {string.Join(", ", _fields.Keys.Select(static field => $"`{{{field}}}`"))}, `{{metadata.…}}`";
        throw new FormatException(
            $"`{{{name}}}` is no placeholder; {hint} For the words themselves write `{{{{{name}}}}}`"
        );
    }

    [GeneratedRegex(
        @"\{\{(?<words>[A-Za-z_][\w.\[\]]*\??)\}\}|\{(?<name>[A-Za-z_][\w\-]*(?:[.\[][^{}\s?]*)?)(?<optional>\?)?\}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Braces();
}
