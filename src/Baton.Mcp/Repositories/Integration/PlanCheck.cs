using System.Text;
using Baton.Configuration;
using Baton.Experiments.Settings;
using Baton.Mcp.Repositories.Files;
using Baton.Mcp.Repositories.Patterns;
using Baton.Topologies.Definitions.Files;

namespace Baton.Mcp.Repositories.Integration;

/// <summary>Carries a plan out in memory and says what is wrong with it. May be used once.</summary>
/// <param name="root">The repository, absolute.</param>
internal sealed class PlanCheck(string root)
{
    private const int MostEdits = 100;
    private const int LongestFile = 1024 * 1024;

    private readonly List<EditProblem> _problems = [];
    private readonly Dictionary<string, string> _after = new(StringComparer.Ordinal);

    /// <summary>The files as they would be.</summary>
    public IReadOnlyDictionary<string, string> Result => _after;

    /// <summary>Checks.</summary>
    public IReadOnlyList<EditProblem> Run(EditPlan plan)
    {
        if (plan.Edits.Count > MostEdits)
        {
            return [new EditProblem("", $"has {plan.Edits.Count} changes; at most {MostEdits} are checked")];
        }

        foreach (FileEdit edit in plan.Edits)
        {
            if (IsInside(edit))
            {
                Apply(edit);
            }
        }

        if (_problems.Count == 0)
        {
            Read();
        }

        return _problems;
    }

    private bool IsInside(FileEdit edit)
    {
        string[] segments = edit.File.Split('/');
        bool isPlain =
            edit.File.Length is > 0 and < 500
            && !edit.File.Contains('\\', StringComparison.Ordinal)
            && !edit.File.Contains(':', StringComparison.Ordinal)
            && !edit.File.Contains('\0', StringComparison.Ordinal)
            && !Path.IsPathRooted(edit.File)
            && segments.All(segment => segment.Length > 0 && segment is not ("." or ".." or ".git"));
        if (!isPlain)
        {
            return Wrong(
                edit,
                "is no path inside the repository; write it from the repository's root, with slashes and without `..`"
            );
        }

        string at = root;
        foreach (string segment in segments)
        {
            at = Path.Join(at, segment);
            FileSystemInfo? known =
                Directory.Exists(at) ? new DirectoryInfo(at)
                : Path.Exists(at) ? new FileInfo(at)
                : null;
            if (new FileInfo(at).LinkTarget is not null)
            {
                return Wrong(edit, "leads over a link, and might leave the repository; name the real file");
            }

            if (known is FileInfo && at != Path.Join([root, .. segments]))
            {
                return Wrong(edit, $"stands below `{segment}`, which is a file");
            }
        }

        return !Directory.Exists(at) || Wrong(edit, "is a folder");
    }

    private void Apply(FileEdit edit)
    {
        string? before = _after.GetValueOrDefault(edit.File) ?? Read(edit.File);
        switch (edit.Kind)
        {
            case EditKind.Create when before is not null || Path.Exists(Path.Join(root, edit.File)):
                Wrong(edit, "exists already; change it with an anchor, or choose another name");
                return;
            case EditKind.Create:
                if (edit.Rollback.Kind != EditKind.Delete)
                {
                    Wrong(edit, "is made, so its rollback has to remove it");
                }

                _after[edit.File] = edit.Text;
                return;
            case EditKind.InsertAfter or EditKind.Replace when before is null:
                Wrong(edit, "is not there, or cannot be read as text");
                return;
            case EditKind.InsertAfter or EditKind.Replace:
                Change(edit, before!);
                return;
            default:
                Wrong(edit, "may only be removed to undo its making");
                return;
        }
    }

    private void Change(FileEdit edit, string before)
    {
        string anchor = edit.Anchor ?? "";
        int at = anchor.Length == 0 ? -1 : before.IndexOf(anchor, StringComparison.Ordinal);
        if (at < 0)
        {
            Wrong(edit, "does not hold the anchor; the file was changed since, propose the plan anew");
            return;
        }

        if (before.IndexOf(anchor, at + 1, StringComparison.Ordinal) >= 0)
        {
            Wrong(edit, "holds the anchor more than once; choose a longer one");
            return;
        }

        string replacement = edit.Kind == EditKind.InsertAfter ? anchor + edit.Text : edit.Text;
        string after = string.Concat(before.AsSpan(0, at), replacement, before.AsSpan(at + anchor.Length));
        string back = edit.Rollback.Anchor ?? "";
        int undo = back.Length == 0 ? -1 : after.IndexOf(back, StringComparison.Ordinal);
        bool isUndone =
            edit.Rollback.Kind == EditKind.Replace
            && undo >= 0
            && string.Concat(after.AsSpan(0, undo), edit.Rollback.Text, after.AsSpan(undo + back.Length)) == before;
        if (!isUndone)
        {
            Wrong(edit, "would not be as before after the rollback");
        }

        _after[edit.File] = after;
    }

    private void Read()
    {
        foreach ((string path, string text) in _after)
        {
            if (path == ProjectFiles.Configuration || path.EndsWith("/simulation.yaml", StringComparison.Ordinal))
            {
                Settings(path, text);
            }
            else if (path.EndsWith("/team.yaml", StringComparison.Ordinal))
            {
                Team(path, text);
            }
        }
    }

    private void Settings(string path, string text)
    {
        ConfigurationErrors errors = new();
        if (ConfigurationText.Parse(path, Encoding.UTF8.GetBytes(text), ConfigurationFormat.Yaml, errors) is { } node)
        {
            ConfigurationBinder.Bind<ExperimentSettings>(RunnerSection.Filled(node, errors), errors);
        }

        _problems.AddRange(errors.Items.Select(error => new EditProblem(path, error.ToString())));
    }

    private void Team(string path, string text)
    {
        try
        {
            TeamFile.Parse(text);
        }
        catch (ConfigurationException wrong)
        {
            _problems.AddRange(wrong.Errors.Select(error => new EditProblem(path, error.ToString())));
        }
    }

    private string? Read(string path)
    {
        string full = Path.Join(root, path);
        return File.Exists(full) ? TextFile.ReadStart(full, LongestFile) : null;
    }

    private bool Wrong(FileEdit edit, string message)
    {
        _problems.Add(new EditProblem(edit.File, message));
        return false;
    }
}
