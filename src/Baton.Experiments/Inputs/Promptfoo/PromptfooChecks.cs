using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Promptfoo;

/// <summary>The assertions of a test: those that an entry can <c>expect</c> with the same meaning, and the others.</summary>
/// <param name="place">Where the test stands.</param>
internal sealed class PromptfooChecks(ConfigurationPlace place)
{
    private static readonly string[] References =
    [
        "similar",
        "levenshtein",
        "rouge-n",
        "bleu",
        "gleu",
        "meteor",
        "factuality",
        "model-graded-factuality",
    ];

    private readonly List<string> _contains = [];
    private readonly List<string> _notContains = [];
    private readonly List<string> _regex = [];
    private readonly List<ConfigurationScalar> _references = [];
    private readonly List<ConfigurationNode> _unchecked = [];
    private ConfigurationScalar? _equal;

    /// <summary>The <c>expect</c> of an entry, or <see langword="null"/>.</summary>
    public ConfigurationMapping? Expect
    {
        get
        {
            ConfigurationMapping expect = MappedEntry.Mapping(
                place,
                ("contains", List(_contains)),
                ("not_contains", List(_notContains)),
                ("equals", _equal),
                ("regex", List(_regex))
            );
            return expect.Entries.Count == 0 ? null : expect;
        }
    }

    /// <summary>The answer to compare with: that of <c>equals</c>, otherwise the only one that answers are likened to.</summary>
    public ConfigurationScalar? Expected => _equal ?? (_references.Count == 1 ? _references[0] : null);

    /// <summary>The assertions that are not checked, or <see langword="null"/>.</summary>
    public ConfigurationSequence? Unchecked =>
        _unchecked.Count == 0 ? null : new ConfigurationSequence(place, _unchecked);

    /// <summary>Adds an assertion.</summary>
    /// <param name="assertion">The assertion, its texts filled in.</param>
    /// <param name="isRequired">Whether the test needs it to hold; otherwise it is only kept.</param>
    /// <param name="notes">Where to say that it is not checked.</param>
    public void Add(ConfigurationMapping assertion, bool isRequired, MappingNotes notes)
    {
        string type = (assertion["type"]?.Value as ConfigurationScalar)?.Text ?? "";
        if (type == "assert-set" && IsPlain(assertion) && assertion["assert"]?.Value is ConfigurationSequence set)
        {
            foreach (ConfigurationMapping inner in set.Items.OfType<ConfigurationMapping>())
            {
                Add(inner, isRequired, notes);
            }

            return;
        }

        if (
            References.Contains(type, StringComparer.Ordinal) && assertion["value"]?.Value is ConfigurationScalar answer
        )
        {
            _references.Add((ConfigurationScalar)MappedEntry.AsText(answer));
        }

        if (isRequired && IsPlain(assertion) && TryCheck(type, assertion["value"]?.Value))
        {
            return;
        }

        _unchecked.Add(assertion);
        string shown = type.Length > 0 ? type : "$ref";
        notes.Add(assertion.Place, $"`{shown}` is not checked{UncheckedAdvice.For(type)}; it is in `notes.assert`");
    }

    // A weight of 0, a share that is enough, or an output that is changed first: then it is another check.
    private static bool IsPlain(ConfigurationMapping assertion) =>
        assertion.Entries.All(entry =>
            entry.Key switch
            {
                "type" or "value" or "metric" or "assert" => true,
                "weight" => entry.Value is ConfigurationScalar { Text: not ("0" or "0.0") },
                _ => false,
            }
        );

    private bool TryCheck(string type, ConfigurationNode? value)
    {
        bool isNot = type.StartsWith("not-", StringComparison.Ordinal);
        string check = isNot ? type["not-".Length..] : type;
        if (TextsOf(check, value) is not { Count: > 0 } texts)
        {
            return false;
        }

        bool ignoresCase = check.StartsWith('i');
        string[] exact = [.. texts.Select(Escape)];
        switch (ignoresCase ? check[1..] : check)
        {
            case "equals" when !isNot && _equal is null:
                _equal = MappedEntry.Text(texts[0], place);
                return true;
            case "equals":
                _regex.Add(isNot ? $@"\A(?!{exact[0]}\z)" : $@"\A\s*{exact[0]}\s*\z");
                return true;
            case "starts-with":
                _regex.Add(isNot ? $@"\A(?!{exact[0]})" : $@"\A{exact[0]}");
                return true;
            case "regex" when IsRegex(texts[0]):
                _regex.Add(isNot ? $@"\A(?![\s\S]*(?:{texts[0]}))" : texts[0]);
                return true;
            case "contains" or "contains-all" when !isNot:
                (ignoresCase ? _contains : _regex).AddRange(ignoresCase ? texts : exact);
                return true;
            case "contains" or "contains-any" when isNot && ignoresCase:
                _notContains.AddRange(texts);
                return true;
            case "contains" or "contains-any" when isNot:
                _regex.AddRange(exact.Select(text => $@"\A(?![\s\S]*{text})"));
                return true;
            case "contains-any":
                _regex.Add($"{(ignoresCase ? "(?i)" : "")}(?:{string.Join('|', exact)})");
                return true;
            case "contains-all":
                string all = string.Concat(exact.Select(text => $@"(?=[\s\S]*{text})"));
                _regex.Add($@"{(ignoresCase ? "(?i)" : "")}\A(?!{all})");
                return true;
            default:
                return false;
        }
    }

    private static List<string>? TextsOf(string check, ConfigurationNode? value)
    {
        bool takesList =
            check.EndsWith("-any", StringComparison.Ordinal) || check.EndsWith("-all", StringComparison.Ordinal);
        switch (value)
        {
            case ConfigurationScalar { Kind: not ScalarKind.Null } text when IsElsewhere(text.Text):
                return null;
            case ConfigurationScalar { Kind: not ScalarKind.Null } text when takesList:
                return [.. text.Text.Split(',', StringSplitOptions.TrimEntries).Where(one => one.Length > 0)];
            case ConfigurationScalar { Kind: not ScalarKind.Null, Text.Length: > 0 } text:
                return [text.Text];
            case ConfigurationSequence list
                when takesList
                    && list.Items.All(item =>
                        item is ConfigurationScalar { Text.Length: > 0, Kind: not ScalarKind.Null }
                    ):
                return [.. list.Items.Cast<ConfigurationScalar>().Select(item => item.Text)];
            default:
                return null;
        }
    }

    // Files, packages and template language that was not understood.
    private static bool IsElsewhere(string text) =>
        text.StartsWith("file://", StringComparison.Ordinal)
        || text.StartsWith("package:", StringComparison.Ordinal)
        || text.Contains("{{", StringComparison.Ordinal)
        || text.Contains("{%", StringComparison.Ordinal);

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Only what must be: the pattern is shown where it does not match.
    private static string Escape(string text) =>
        string.Concat(
            text.Select(character =>
                @"\*+?|{}[]()^$.".Contains(character, StringComparison.Ordinal) ? $@"\{character}" : $"{character}"
            )
        );

    private ConfigurationSequence? List(List<string> texts) =>
        texts.Count == 0
            ? null
            : new ConfigurationSequence(place, [.. texts.Select(text => MappedEntry.Text(text, place))]);
}
