namespace Baton.Mcp.Knowledge.Wording;

/// <summary>Reduces English words to what they share with their other forms: <c>retries</c>, <c>retrying</c> → <c>retri</c>.</summary>
/// <remarks>The stemmer that M. F. Porter published in 1980.</remarks>
internal static class Stem
{
    private const int ShortestStemmed = 3;

    private static readonly (string Ending, string By)[] _second =
    [
        ("ational", "ate"),
        ("tional", "tion"),
        ("enci", "ence"),
        ("anci", "ance"),
        ("izer", "ize"),
        ("abli", "able"),
        ("alli", "al"),
        ("entli", "ent"),
        ("eli", "e"),
        ("ousli", "ous"),
        ("ization", "ize"),
        ("ation", "ate"),
        ("ator", "ate"),
        ("alism", "al"),
        ("iveness", "ive"),
        ("fulness", "ful"),
        ("ousness", "ous"),
        ("aliti", "al"),
        ("iviti", "ive"),
        ("biliti", "ble"),
    ];

    private static readonly (string Ending, string By)[] _third =
    [
        ("icate", "ic"),
        ("ative", ""),
        ("alize", "al"),
        ("iciti", "ic"),
        ("ical", "ic"),
        ("ful", ""),
        ("ness", ""),
    ];

    private static readonly string[] _fourth =
    [
        "ement",
        "ment",
        "ance",
        "ence",
        "able",
        "ible",
        "ant",
        "ent",
        "ion",
        "ism",
        "ate",
        "iti",
        "ous",
        "ive",
        "ize",
        "al",
        "er",
        "ic",
        "ou",
    ];

    /// <summary>The stem of a word in lower case. Words with other signs than <c>a</c> to <c>z</c> stay.</summary>
    public static string Of(string word)
    {
        if (word.Length < ShortestStemmed || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        string stem = Plural(word);
        stem = Past(stem);
        stem = stem.EndsWith('y') && HasVowel(stem[..^1]) ? stem[..^1] + "i" : stem;
        stem = Replace(stem, _second);
        stem = Replace(stem, _third);
        stem = Cut(stem);
        return Tidy(stem);
    }

    private static string Plural(string word) =>
        word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ies", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ss", StringComparison.Ordinal) || !word.EndsWith('s') ? word
        : word[..^1];

    private static string Past(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word[..^3]) > 0 ? word[..^1] : word;
        }

        string? stem =
            word.EndsWith("ed", StringComparison.Ordinal) && HasVowel(word[..^2]) ? word[..^2]
            : word.EndsWith("ing", StringComparison.Ordinal) && HasVowel(word[..^3]) ? word[..^3]
            : null;
        return stem switch
        {
            null => word,
            _ when EndsWithAny(stem, "at", "bl", "iz") => stem + "e",
            _ when EndsInDouble(stem) && stem[^1] is not ('l' or 's' or 'z') => stem[..^1],
            _ when Measure(stem) == 1 && EndsInShort(stem) => stem + "e",
            _ => stem,
        };
    }

    private static string Replace(string word, (string Ending, string By)[] rules)
    {
        foreach ((string ending, string by) in rules)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                string stem = word[..^ending.Length];
                return Measure(stem) > 0 ? stem + by : word;
            }
        }

        return word;
    }

    private static string Cut(string word)
    {
        foreach (string ending in _fourth)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                string stem = word[..^ending.Length];
                bool fits = ending != "ion" || stem.EndsWith('s') || stem.EndsWith('t');
                return fits && Measure(stem) > 1 ? stem : word;
            }
        }

        return word;
    }

    private static string Tidy(string word)
    {
        if (word.EndsWith('e'))
        {
            string stem = word[..^1];
            int measure = Measure(stem);
            word = measure > 1 || (measure == 1 && !EndsInShort(stem)) ? stem : word;
        }

        return Measure(word) > 1 && word.EndsWith("ll", StringComparison.Ordinal) ? word[..^1] : word;
    }

    /// <summary>How often a vowel is followed by a consonant.</summary>
    private static int Measure(string stem)
    {
        int count = 0;
        for (int at = 1; at < stem.Length; at++)
        {
            count += IsConsonant(stem, at) && !IsConsonant(stem, at - 1) ? 1 : 0;
        }

        return count;
    }

    private static bool HasVowel(string stem) => Enumerable.Range(0, stem.Length).Any(at => !IsConsonant(stem, at));

    private static bool IsConsonant(string word, int at) =>
        word[at] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => false,
            'y' => at == 0 || !IsConsonant(word, at - 1),
            _ => true,
        };

    private static bool EndsInDouble(string word) =>
        word.Length > 1 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    // Consonant, vowel, consonant, and the last is none of w, x and y.
    private static bool EndsInShort(string word)
    {
        int last = word.Length - 1;
        return last > 1
            && IsConsonant(word, last)
            && !IsConsonant(word, last - 1)
            && IsConsonant(word, last - 2)
            && word[last] is not ('w' or 'x' or 'y');
    }

    private static bool EndsWithAny(string word, params string[] endings) =>
        Array.Exists(endings, ending => word.EndsWith(ending, StringComparison.Ordinal));
}
