using System.Text;
using Baton.Configuration;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Patterns;

namespace Baton.Mcp.Repositories.Integration;

/// <summary>Makes the changes that give a repository a project of Baton's.</summary>
internal static class ProjectEdits
{
    private const int LongestFile = 1024 * 1024;

    /// <summary>The changes, in order.</summary>
    public static IReadOnlyList<FileEdit> Of(string root, PatternMatch match)
    {
        List<FileEdit> edits = [];
        foreach (NewFile file in match.Files.Concat(ProjectFiles.Of(match.Runner)))
        {
            if (Read(root, file.Path) is not { } known)
            {
                edits.Add(Create(file.Path, file.Content, ReasonFor(file.Path)));
            }
            else if (file.Path == ProjectFiles.Configuration && SectionOf(known) is { } section)
            {
                if (section != match.Runner)
                {
                    edits.Add(
                        Replace(file.Path, section, match.Runner, "the configuration that is there gets the new target")
                    );
                }
            }
            else if (file.Path != ProjectFiles.Inputs && known != file.Content)
            {
                edits.Add(Replace(file.Path, known, file.Content, "the file that is there belongs to another target"));
            }
        }

        if (Ignore(root) is { } ignore)
        {
            edits.Add(ignore);
        }

        return edits;
    }

    /// <summary>A change that makes a file.</summary>
    public static FileEdit Create(string path, string content, string reason) =>
        new()
        {
            File = path,
            Kind = EditKind.Create,
            Text = content,
            Reason = reason,
            Rollback = new FileRollback(EditKind.Delete, null, null),
        };

    private static FileEdit Replace(string path, string anchor, string text, string reason) =>
        new()
        {
            File = path,
            Kind = EditKind.Replace,
            Anchor = anchor,
            Text = text,
            Reason = reason,
            Rollback = new FileRollback(EditKind.Replace, text, anchor),
        };

    private static FileEdit? Ignore(string root)
    {
        const string Line = BatonFolder.Project + "/experiments/";
        const string Text = "\n# What Baton writes\n" + Line + "\n" + BatonFolder.Project + "/.env\n";
        if (Read(root, ".gitignore") is not { } known)
        {
            return Create(".gitignore", Text.TrimStart('\n'), "results and keys stay out of the repository");
        }

        if (known.Contains(Line, StringComparison.Ordinal))
        {
            return null;
        }

        string anchor = UniqueEnd(known);
        string text = known.EndsWith('\n') ? Text : "\n" + Text;
        return new FileEdit
        {
            File = ".gitignore",
            Kind = EditKind.InsertAfter,
            Anchor = anchor,
            Text = text,
            Reason = "results and keys stay out of the repository",
            Rollback = new FileRollback(EditKind.Replace, anchor + text, anchor),
        };
    }

    /// <summary>The shortest end of a text, in whole lines, that stands in it once.</summary>
    private static string UniqueEnd(string text)
    {
        for (int start = text.Length - 1; start > 0; start--)
        {
            if (text[start - 1] == '\n' && text[start..].Trim().Length > 0)
            {
                string end = text[start..];
                if (text.IndexOf(end, StringComparison.Ordinal) == start)
                {
                    return end;
                }
            }
        }

        return text;
    }

    /// <summary>The <c>runner:</c> section of a configuration as it is written, or <see langword="null"/>.</summary>
    private static string? SectionOf(string text)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? root = ConfigurationText.Parse(
            ProjectFiles.Configuration,
            Encoding.UTF8.GetBytes(text),
            ConfigurationFormat.Yaml,
            errors
        );
        if ((root as ConfigurationMapping)?["runner"] is not { } runner)
        {
            return null;
        }

        string[] lines = text.Split('\n');
        int first = runner.KeyPlace.Line - 1;
        int end = first + 1;
        while (end < lines.Length && (lines[end].Length == 0 || lines[end][0] is ' ' or '\t' or '\r' or '#' or '-'))
        {
            end++;
        }

        // White space and comments before the next section are that section's.
        while (end > first + 1 && (lines[end - 1].Trim().Length == 0 || lines[end - 1][0] == '#'))
        {
            end--;
        }

        return string.Concat(lines[first..end].Select(line => line + "\n"));
    }

    private static string? Read(string root, string path)
    {
        string full = Path.Join(root, path);
        return File.Exists(full) ? TextFile.ReadStart(full, LongestFile) : null;
    }

    private static string ReasonFor(string path) =>
        path switch
        {
            ProjectFiles.Configuration => "says how the agent is reached and rehearsed",
            ProjectFiles.Inputs => "says what the simulated users say first",
            _ => "stands between the agent and Baton",
        };
}
