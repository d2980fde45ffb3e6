namespace Baton.Mcp.Tests.Knowledge;

/// <summary>A question that users ask.</summary>
/// <param name="Text">The question.</param>
/// <param name="Places">Where it is answered, <c>page &gt; heading</c> or the page alone; empty when nowhere.</param>
internal sealed record AskedQuestion(string Text, IReadOnlyList<string> Places)
{
    private const string Arrow = " => ";

    /// <summary>Those that were written before the ranking.</summary>
    public static IReadOnlyList<AskedQuestion> First { get; } = Read("questions.txt");

    /// <summary>Those of somebody who had not seen the ranking.</summary>
    public static IReadOnlyList<AskedQuestion> Strangers { get; } = Read("questions_of_a_stranger.txt");

    private static AskedQuestion[] Read(string name)
    {
        using Stream stream = typeof(AskedQuestion).Assembly.GetManifestResourceStream(name)!;
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
