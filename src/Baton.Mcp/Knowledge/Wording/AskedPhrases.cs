namespace Baton.Mcp.Knowledge.Wording;

/// <summary>In what words people ask for what stands in each passage. Immutable and thread-safe.</summary>
/// <remarks>
/// Read from <c>asked.txt</c>: a line <c>## page &gt; heading</c> (the page alone for its beginning), then a phrase a line. Who
/// looks for something seldom knows the words in which it was written down.
/// </remarks>
internal sealed class AskedPhrases
{
    private const string Mark = "## ";
    private readonly Dictionary<string, List<string>> _byPlace = new(StringComparer.Ordinal);

    private AskedPhrases(IEnumerable<string> lines)
    {
        List<string> phrases = [];
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                _byPlace[line[Mark.Length..]] = phrases = [];
            }
            else
            {
                phrases.Add(line);
            }
        }
    }

    /// <summary>The ones that come with Baton.</summary>
    public static AskedPhrases Shipped { get; } = Load();

    /// <summary>Every place that has phrases.</summary>
    public IReadOnlyCollection<string> Places => _byPlace.Keys;

    /// <summary>How people ask for a passage; nothing where nobody wrote it down.</summary>
    public IReadOnlyList<string> Of(Passage passage) => _byPlace.GetValueOrDefault(passage.Place) ?? [];

    private static AskedPhrases Load()
    {
        using Stream stream = typeof(AskedPhrases).Assembly.GetManifestResourceStream("asked.txt")!;
        using StreamReader reader = new(stream);
        return new AskedPhrases(reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n'));
    }
}
