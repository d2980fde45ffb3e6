using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;

namespace Baton.TestSupport;

/// <summary>
/// Code in guides is compiled code: behind <c>&lt;!-- snippet: NAME --&gt;</c> stands what a source file has between
/// <c>// snippet: NAME</c> and <c>// end snippet</c>. With <c>BATON_APPROVE=1</c> the guide is written anew.
/// </summary>
public static partial class Snippets
{
    /// <summary>Fails unless every snippet of a guide is as the sources have it.</summary>
    /// <param name="guide">The guide, from the repository's root: <c>docs/guides/agents.md</c>.</param>
    /// <param name="sources">The folder whose C# files hold the snippets, from the repository's root.</param>
    /// <param name="callerFile">Left to the compiler: the test's own file, from which the root is found.</param>
    public static void ShouldBeIn(string guide, string sources, [CallerFilePath] string callerFile = "")
    {
        guide = Path.Combine(Root(callerFile), guide);
        sources = Path.Combine(Root(callerFile), sources);
        Dictionary<string, string> code = Read(sources);
        string text = File.ReadAllText(guide);
        string wanted = Place()
            .Replace(
                text,
                place =>
                    code.TryGetValue(place.Groups["name"].Value, out string? lines)
                        ? $"<!-- snippet: {place.Groups["name"].Value} -->\n```csharp\n{lines}```\n"
                        : throw new ShouldAssertException(
                            $"{guide} wants the snippet `{place.Groups["name"].Value}`, which no file of {sources} has"
                        )
            );
        if (Environment.GetEnvironmentVariable("BATON_APPROVE") == "1")
        {
            File.WriteAllText(guide, wanted);
            return;
        }

        text.ShouldBe(wanted, $"{guide} is not as the code is; run the test with BATON_APPROVE=1 to write it anew");
    }

    private static string Root(string callerFile)
    {
        DirectoryInfo? folder = new FileInfo(callerFile).Directory;
        while (folder?.EnumerateFiles("*.slnx").Any() == false)
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no solution above {callerFile}");
    }

    private static Dictionary<string, string> Read(string folder)
    {
        Dictionary<string, string> snippets = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs"))
        {
            foreach (Match match in Snippet().Matches(File.ReadAllText(file)))
            {
                snippets.Add(
                    match.Groups["name"].Value,
                    Dedent(match.Groups["code"].Value, match.Groups["indent"].Length)
                );
            }
        }

        return snippets;
    }

    private static string Dedent(string code, int indent)
    {
        StringBuilder text = new();
        foreach (string line in code.TrimEnd().Split('\n'))
        {
            text.Append(line.Length > indent ? line[indent..] : line.TrimStart()).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(
        @"^(?<indent> *)// snippet: (?<name>[\w-]+)\n(?<code>.*?)^ *// end snippet",
        RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Snippet();

    [GeneratedRegex(
        @"^<!-- snippet: (?<name>[\w-]+) -->\n(?:```csharp\n.*?^```\n)?",
        RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Place();
}
