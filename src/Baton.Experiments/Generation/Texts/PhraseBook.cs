using System.Text;

namespace Baton.Experiments.Generation.Texts;

/// <summary>Phrases and what may stand for them. Immutable and thread-safe.</summary>
/// <remarks>
/// Case does not count when phrases are found, and of two that begin at one place the longer counts; replacements take the
/// case of what they replace.
/// </remarks>
internal sealed class PhraseBook
{
    private readonly Dictionary<char, List<Entry>> _entries = [];

    /// <summary>Reads one entry a line: <c>phrase = replacement | other replacement</c>; a bare <c>phrase =</c> removes it.</summary>
    /// <param name="lines">The entries.</param>
    public PhraseBook(string lines)
        : this(
            lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Select(entry => (entry[0], entry[1].Split('|', StringSplitOptions.TrimEntries)))
        ) { }

    /// <summary>Takes the entries as they are; the first of two for one phrase counts.</summary>
    public PhraseBook(IEnumerable<(string Phrase, string[] Replacements)> entries)
    {
        foreach ((string phrase, string[] replacements) in entries)
        {
            string normal = Normal(phrase);
            if (!_entries.TryGetValue(normal[0], out List<Entry>? list))
            {
                list = [];
                _entries.Add(normal[0], list);
            }

            if (!list.Exists(entry => entry.Phrase == normal))
            {
                list.Add(new Entry(normal, replacements));
            }
        }

        foreach (List<Entry> list in _entries.Values)
        {
            list.Sort((one, other) => other.Phrase.Length.CompareTo(one.Phrase.Length));
        }
    }

    /// <summary>The entries read backwards: each first replacement, and the phrase it may stand for.</summary>
    public PhraseBook Reversed() =>
        new(
            _entries
                .Values.SelectMany(list => list)
                .Where(entry => entry.Replacements[0].Length > 0)
                .Select(entry => (entry.Replacements[0], new[] { entry.Phrase }))
        );

    /// <summary>Replaces every phrase.</summary>
    public string ReplaceAll(string text, SeededDraw draw) => Replace(text, draw, int.MaxValue);

    /// <summary>Replaces some phrases, which ones the draw decides.</summary>
    /// <param name="text">The text.</param>
    /// <param name="draw">Decides.</param>
    /// <param name="most">The most that are replaced.</param>
    public string Replace(string text, SeededDraw draw, int most)
    {
        IReadOnlyList<(int Start, Entry Entry)> found = Find(text);
        if (found.Count == 0)
        {
            return text;
        }

        StringBuilder replaced = new(text.Length * 2);
        int written = 0;
        foreach ((int start, Entry entry) in found.Count <= most ? found : draw.PickSome(found, most))
        {
            string original = text.Substring(start, entry.Phrase.Length);
            replaced
                .Append(text, written, start - written)
                .Append(WordCase.Like(original, draw.Pick(entry.Replacements)));
            written = start + original.Length;
        }

        return replaced.Append(text, written, text.Length - written).ToString();
    }

    private List<(int Start, Entry Entry)> Find(string text)
    {
        List<(int, Entry)> found = [];
        for (int at = 0; at < text.Length; at++)
        {
            if (_entries.TryGetValue(Normal(text[at]), out List<Entry>? list))
            {
                foreach (Entry entry in list)
                {
                    if (entry.StandsAt(text, at))
                    {
                        found.Add((at, entry));
                        at += entry.Phrase.Length - 1;
                        break;
                    }
                }
            }
        }

        return found;
    }

    private static string Normal(string phrase) => string.Concat(phrase.Select(Normal));

    private static char Normal(char character) => character is '’' ? '\'' : char.ToLowerInvariant(character);

    private static bool IsWordPart(char character) =>
        char.IsLetterOrDigit(character) || character is '\'' or '’' or '-' or '_';

    private sealed record Entry(string Phrase, string[] Replacements)
    {
        // A phrase that begins or ends with a mark may touch a word there.
        public bool StandsAt(string text, int at)
        {
            int end = at + Phrase.Length;
            if (
                end > text.Length
                || (char.IsLetterOrDigit(Phrase[0]) && at > 0 && IsWordPart(text[at - 1]))
                || (char.IsLetterOrDigit(Phrase[^1]) && end < text.Length && IsWordPart(text[end]))
            )
            {
                return false;
            }

            for (int i = 0; i < Phrase.Length; i++)
            {
                if (Normal(text[at + i]) != Phrase[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
