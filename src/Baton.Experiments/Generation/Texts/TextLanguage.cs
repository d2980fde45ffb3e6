using System.Collections.Frozen;
using Baton.Experiments.Generation.Lexicon;

namespace Baton.Experiments.Generation.Texts;

/// <summary>Languages by their codes, and which one a text is in.</summary>
internal static class TextLanguage
{
    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>A language that was not recognised.</summary>
    public const string Unknown = "und";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["ar"] = "Arabic",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ru"] = "Russian",
        ["sv"] = "Swedish",
        ["th"] = "Thai",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a language, for messages.</summary>
    public static string NameOf(string code) =>
        Names.TryGetValue(code, out string? name) ? name
        : code is Unknown ? "a language that was not recognised"
        : $"`{code}`";

    /// <summary>The code for what a person wrote: <c>en</c>, <c>en-GB</c>, <c>English</c>; lower case, without a region.</summary>
    public static string CodeOf(string written)
    {
        string name = written.Trim();
        string? byName = Names
            .FirstOrDefault(entry => string.Equals(entry.Value, name, StringComparison.OrdinalIgnoreCase))
            .Key;
        return byName ?? name.Split('-', '_', ' ')[0].ToLowerInvariant();
    }

    /// <summary>Recognises the language: by its script, or among languages in Latin letters by its most frequent words.</summary>
    /// <returns>The code; <see cref="Unknown"/> when nothing speaks for one. A text of few words in plain letters counts as English.</returns>
    public static string Recognise(string text)
    {
        if (ByScript(text) is { } byScript)
        {
            return byScript;
        }

        string[] words =
        [
            .. text.ToLowerInvariant()
                .Split(
                    [' ', '\t', '\n', '\r', ',', '.', ';', ':', '?', '!', '(', ')', '"', '¿', '¡'],
                    StringSplitOptions.RemoveEmptyEntries
                ),
        ];
        (string Code, int Hits) best = FrequentWords
            .ByLanguage.Select(entry => (entry.Code, words.Count(entry.Words.Contains)))
            .MaxBy(entry => entry.Item2);
        bool isPlain = text.All(character => character < 0x80 || !char.IsLetter(character));
        // One word in plain letters is too little to speak for another language than English.
        return isPlain && best.Hits < 2 ? English
            : best.Hits > 0 ? best.Code
            : Unknown;
    }

    private static string? ByScript(string text)
    {
        Dictionary<string, int> letters = new(StringComparer.Ordinal);
        int all = 0;
        foreach (char letter in text.Where(char.IsLetter))
        {
            all++;
            if (ScriptOf(letter) is { } code)
            {
                letters[code] = letters.GetValueOrDefault(code) + 1;
            }
        }

        // Japanese is written with Chinese characters too; a few kana decide.
        if (letters.GetValueOrDefault("ja") > 0)
        {
            letters["ja"] += letters.GetValueOrDefault("zh");
        }

        (string script, int count) = letters.Count == 0 ? (Unknown, 0) : Most(letters);
        return count == 0 || count * 3 <= all ? null
            : script is "ru" && text.Any(letter => letter is 'і' or 'ї' or 'є' or 'ґ') ? "uk"
            : script;
    }

    private static (string Script, int Count) Most(Dictionary<string, int> letters)
    {
        KeyValuePair<string, int> most = letters.MaxBy(entry => entry.Value);
        return (most.Key, most.Value);
    }

    private static string? ScriptOf(char letter) =>
        letter switch
        {
            >= '\u0370' and <= '\u03FF' => "el",
            >= '\u0400' and <= '\u052F' => "ru",
            >= '\u0590' and <= '\u05FF' => "he",
            >= '\u0600' and <= '\u06FF' => "ar",
            >= '\u0900' and <= '\u097F' => "hi",
            >= '\u0E00' and <= '\u0E7F' => "th",
            >= '\u3040' and <= '\u30FF' => "ja",
            >= '\u3400' and <= '\u9FFF' => "zh",
            >= '\uAC00' and <= '\uD7A3' or >= '\u1100' and <= '\u11FF' or >= '\u3130' and <= '\u318F' => "ko",
            _ => null,
        };
}
