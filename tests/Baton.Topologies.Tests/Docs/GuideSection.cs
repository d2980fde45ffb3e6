using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Baton.Topologies.Tests.Docs;

/// <summary>A section of a page: its heading and its blocks of code by language.</summary>
internal sealed partial record GuideSection(string Heading, string Text)
{
    /// <summary>The sections of a page below <c>docs</c>.</summary>
    public static IReadOnlyList<GuideSection> Of(string page) =>
        [
            .. Headings()
                .Split(File.ReadAllText(Path.Combine(Root(), "docs", page)))
                .Skip(1)
                .Chunk(2)
                .Select(section => new GuideSection(section[0], section[1])),
        ];

    /// <summary>The only block of a language.</summary>
    public string Block(string language) => Blocks(language).ShouldHaveSingleItem();

    /// <summary>The blocks of a language.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [
            .. AnyBlock()
                .Matches(Text)
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => block.Groups["text"].Value),
        ];

    /// <summary>The first cells of the table that begins with a heading, without backticks.</summary>
    public IReadOnlyList<string> Column(string heading) =>
        [
            .. Text.Split('\n')
                .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|')[1].Trim().Trim('`')),
        ];

    private static string Root([CallerFilePath] string callerFile = "")
    {
        DirectoryInfo? folder = new FileInfo(callerFile).Directory;
        while (folder?.EnumerateFiles("*.slnx").Any() == false)
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex("^#+ (.*)\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Headings();

    [GeneratedRegex(
        "^```(?<language>[a-z]*)\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex AnyBlock();
}
