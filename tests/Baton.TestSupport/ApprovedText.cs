using System.Runtime.CompilerServices;
using System.Text;
using Shouldly;

namespace Baton.TestSupport;

/// <summary>
/// Compares a text with the one that was approved before: a file in the <c>Approved</c> folder of the test project.
/// With <c>BATON_APPROVE=1</c> in the environment the file is written instead, to be reviewed like code.
/// </summary>
public static class ApprovedText
{
    private const int UnchangedLinesShown = 2;

    /// <summary>Fails with a diff unless the text equals the approved one. Line ends do not count.</summary>
    /// <param name="actual">The text, without anything that differs from run to run.</param>
    /// <param name="name">The file's name in the <c>Approved</c> folder, with its extension, for example <c>run-help.txt</c>.</param>
    /// <param name="callerFile">Left to the compiler: the test's own file, from which the project folder is found.</param>
    /// <exception cref="ShouldAssertException">The texts differ, or nothing was approved yet.</exception>
    public static void ShouldBeApproved(string actual, string name, [CallerFilePath] string callerFile = "")
    {
        string path = Path.Combine(ProjectFolder(callerFile), "Approved", name);
        string text = Normalise(actual);
        if (Environment.GetEnvironmentVariable("BATON_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }

        string approved = File.Exists(path) ? Normalise(File.ReadAllText(path)) : "";
        if (!string.Equals(approved, text, StringComparison.Ordinal))
        {
            throw new ShouldAssertException(
                $"""
                Approved/{name} differs (- approved, + now). Run the test with BATON_APPROVE=1 to accept it:
                {Diff(approved, text)}
                """
            );
        }
    }

    /// <summary>The lines that went (<c>-</c>) and came (<c>+</c>), with a little of what stayed around them.</summary>
    public static string Diff(string before, string after)
    {
        string[] old = before.Split('\n');
        string[] now = after.Split('\n');
        int[][] common = CommonLengths(old, now);
        List<(char Sign, string Line)> lines = [];
        int i = 0;
        int j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && string.Equals(old[i], now[j], StringComparison.Ordinal))
            {
                lines.Add((' ', old[i++]));
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1][j] >= common[i][j + 1]))
            {
                lines.Add(('-', old[i++]));
            }
            else
            {
                lines.Add(('+', now[j++]));
            }
        }

        return Shorten(lines);
    }

    private static int[][] CommonLengths(string[] old, string[] now)
    {
        int[][] common = [.. Enumerable.Range(0, old.Length + 1).Select(_ => new int[now.Length + 1])];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                common[i][j] = string.Equals(old[i], now[j], StringComparison.Ordinal)
                    ? common[i + 1][j + 1] + 1
                    : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        return common;
    }

    private static string Shorten(List<(char Sign, string Line)> lines)
    {
        StringBuilder shown = new();
        bool gap = false;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - UnchangedLinesShown);
            int to = Math.Min(lines.Count - 1, i + UnchangedLinesShown);
            bool near = Enumerable.Range(from, to - from + 1).Any(near => lines[near].Sign != ' ');
            if (near)
            {
                shown.Append(lines[i].Sign).Append(' ').Append(lines[i].Line).Append('\n');
            }
            else if (!gap)
            {
                shown.Append("  …\n");
            }

            gap = !near;
        }

        return shown.ToString();
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static string ProjectFolder(string callerFile)
    {
        for (DirectoryInfo? folder = new FileInfo(callerFile).Directory; folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && folder.EnumerateFiles("*.csproj").Any())
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no test project above {callerFile}");
    }
}
