namespace Baton.Mcp.Tests.Knowledge;

/// <summary>A question of <c>questions.txt</c>.</summary>
/// <param name="Text">The question.</param>
/// <param name="Places">Where it is answered, <c>page &gt; heading</c> or the page alone; empty when nowhere.</param>
internal sealed record AskedQuestion(string Text, IReadOnlyList<string> Places)
{
    private const string Arrow = " => ";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AskedQuestion> All { get; } = Read();

    private static AskedQuestion[] Read()
    {
        using Stream stream = typeof(AskedQuestion).Assembly.GetManifestResourceStream("questions.txt")!;
        using StreamReader reader = new(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n')
                .Where(line => !line.StartsWith('#') && line.Contains(Arrow, StringComparison.Ordinal))
                .Select(line => line.Split(Arrow))
                .Select(sides => new AskedQuestion(sides[0], sides[1] == "nothing" ? [] : sides[1].Split("; "))),
        ];
    }
}
