using System.Text.RegularExpressions;
using Baton.Mcp.Knowledge.Wording;

namespace Baton.Mcp.Knowledge;

/// <summary>How often each term stands in a passage, by where it stands.</summary>
internal sealed partial class PassageWords
{
    private readonly Dictionary<string, float[]> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> _pairs = [];

    /// <summary>Counts the words of a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="asked">In what words people ask for it.</param>
    public PassageWords(Passage passage, IEnumerable<string> asked)
    {
        Passage = passage;
        Count(Field.Heading, passage.Above.Count == 0 ? passage.Page.Title : passage.Heading);
        Count(Field.Page, $"{string.Join(' ', passage.Above)} {Path.GetFileNameWithoutExtension(passage.Page.Path)}");
        Count(Field.About, passage.Page.Introduction);
        Count(Field.Text, Link().Replace(passage.Text, "$1"));
        Count(Field.Defined, string.Join('\n', FirstCells(passage.Text)));
        foreach (string phrase in asked)
        {
            Count(Field.Asked, phrase);
        }
    }

    /// <summary>The passage.</summary>
    public Passage Passage { get; }

    /// <summary>How many words each field has.</summary>
    public int[] Lengths { get; } = new int[Field.All.Count];

    /// <summary>Every term of it.</summary>
    public IEnumerable<string> Terms => _counts.Keys;

    /// <summary>How often a term stands in each field; <see langword="null"/> when nowhere.</summary>
    public float[]? CountsOf(string term) => _counts.GetValueOrDefault(term);

    // What is said about a page elsewhere counts, its address does not.
    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    // The first column of a table says what each row is about.
    private static IEnumerable<string> FirstCells(string text) =>
        text.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1]);

    /// <summary>Whether two terms stand side by side somewhere, in this order.</summary>
    public bool HasPair(string first, string second) => _pairs.Contains((first, second));

    private void Count(Field field, string text)
    {
        string before = "";
        foreach (Word word in WordReader.Read(text))
        {
            Lengths[field.Place]++;
            Add(field, word.Term);
            foreach (string part in word.Parts)
            {
                Add(field, part);
            }

            foreach (string part in word.Parts.DefaultIfEmpty(word.Term))
            {
                _pairs.Add((before, part));
                before = part;
            }
        }
    }

    private void Add(Field field, string term)
    {
        if (!_counts.TryGetValue(term, out float[]? counts))
        {
            _counts[term] = counts = new float[Field.All.Count];
        }

        counts[field.Place]++;
    }
}

/// <summary>A part of a passage, and what a word there is worth.</summary>
/// <param name="Place">Its place among the fields.</param>
/// <param name="Weight">What a word there counts.</param>
/// <param name="LengthMatters">How much longer fields count less, 0 to 1.</param>
internal sealed record Field(int Place, float Weight, float LengthMatters)
{
    /// <summary>The passage's own heading.</summary>
    public static readonly Field Heading = new(0, 4, 0.3f);

    /// <summary>The headings around it, and the page's name.</summary>
    public static readonly Field Page = new(1, 2, 0.3f);

    /// <summary>The text.</summary>
    public static readonly Field Text = new(2, 1, 0.6f);

    /// <summary>What the rows of its tables are about; these words stand in the text, too.</summary>
    public static readonly Field Defined = new(3, 2, 0.3f);

    /// <summary>What its page says that it is about.</summary>
    public static readonly Field About = new(4, 0.5f, 0.6f);

    /// <summary>In what words people ask for it.</summary>
    public static readonly Field Asked = new(5, 1.5f, 0.6f);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Field> All { get; } = [Heading, Page, Text, Defined, About, Asked];
}
