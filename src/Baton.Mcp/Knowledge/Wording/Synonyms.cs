namespace Baton.Mcp.Knowledge.Wording;

/// <summary>What else a word may be called. Thread-safe.</summary>
/// <remarks>
/// Read from <c>synonyms.txt</c>: a line <c>a, b, c</c> is words that mean the same; a line <c>a > b, c</c> says that who asks for
/// <c>a</c> may mean <c>b</c> or <c>c</c>, and not the other way round.
/// </remarks>
internal sealed class Synonyms
{
    private readonly Dictionary<string, Dictionary<string, Synonym>> _byTerm = new(StringComparer.Ordinal);

    private Synonyms(IEnumerable<string> lines)
    {
        foreach (string line in lines.Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            string[] sides = line.Split('>');
            string[] meant = [.. Terms(sides[^1])];
            bool isSame = sides.Length == 1;
            foreach (string term in Terms(sides[0]))
            {
                Add(term, meant, isSame);
            }
        }
    }

    /// <summary>The ones that come with Baton.</summary>
    public static Synonyms Shipped { get; } = Load();

    /// <summary>What may be meant by a term; nothing when there is nothing else.</summary>
    public IReadOnlyCollection<Synonym> Of(string term) =>
        _byTerm.TryGetValue(term, out Dictionary<string, Synonym>? found) ? found.Values : [];

    private void Add(string term, IEnumerable<string> meant, bool isSame)
    {
        if (!_byTerm.TryGetValue(term, out Dictionary<string, Synonym>? others))
        {
            _byTerm[term] = others = new Dictionary<string, Synonym>(StringComparer.Ordinal);
        }

        foreach (string other in meant.Where(other => other != term))
        {
            bool wasSame = others.TryGetValue(other, out Synonym? known) && known.IsSame;
            others[other] = new Synonym(other, isSame || wasSame);
        }
    }

    private static IEnumerable<string> Terms(string side) =>
        side.Split(',').SelectMany(word => WordReader.Read(word)).Select(word => word.Term);

    private static Synonyms Load()
    {
        using Stream stream = typeof(Synonyms).Assembly.GetManifestResourceStream("synonyms.txt")!;
        using StreamReader reader = new(stream);
        return new Synonyms(reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n'));
    }
}

/// <summary>Another term for a term.</summary>
/// <param name="Term">The other term.</param>
/// <param name="IsSame">Whether both mean the same; otherwise the other one may be meant.</param>
internal sealed record Synonym(string Term, bool IsSame);
