using System.Runtime.CompilerServices;
using Shouldly;

namespace Baton.TestSupport;

/// <summary>Keeps the C# in a guide the same as code that is compiled and run.</summary>
public static class GuideCode
{
    private const string Opening = "```csharp";
    private const string Closing = "```";

    /// <summary>Fails unless every C# block of the guide stands, line for line, in the test's own file.</summary>
    /// <remarks>Indentation of the whole block does not count.</remarks>
    /// <param name="guide">The guide, from the repository's root: <c>docs/guides/sessions.md</c>.</param>
    /// <param name="callerFile">Left to the compiler.</param>
    public static void ShouldBeCompiledHere(string guide, [CallerFilePath] string callerFile = "")
    {
        string[] code = File.ReadAllLines(callerFile);
        string[][] blocks = [.. Blocks(File.ReadAllLines(Path.Combine(Root(callerFile), guide)))];
        blocks.ShouldNotBeEmpty($"{guide} has no C#");
        string[] strangers =
        [
            .. blocks
                .Where(block => !Enumerable.Range(0, code.Length).Any(start => StandsAt(start, block, code)))
                .Select(block => string.Join('\n', block)),
        ];
        string.Join("\n\n", strangers).ShouldBeEmpty($"{guide} and {Path.GetFileName(callerFile)} differ");
    }

    private static IEnumerable<string[]> Blocks(string[] lines)
    {
        int index = 0;
        while ((index = Array.IndexOf(lines, Opening, index)) >= 0)
        {
            int end = Array.IndexOf(lines, Closing, index);
            yield return lines[(index + 1)..end];
            index = end;
        }
    }

    private static bool StandsAt(int start, string[] block, string[] code)
    {
        string indentation = code[start][..^code[start].TrimStart().Length];
        return start + block.Length <= code.Length
            && block
                .Index()
                .All(line => code[start + line.Index] == (line.Item.Length == 0 ? line.Item : indentation + line.Item));
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
}
