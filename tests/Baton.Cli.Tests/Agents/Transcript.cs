using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Cli.Tests.Agents;

/// <summary>Command lines carried out one after the other in one folder, with all they wrote; the clock stands still.</summary>
internal sealed partial class Transcript : IDisposable
{
    private readonly TempWorkspace _workspace = new();
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly ManualTimeProvider _clock = new();

    /// <summary>The folder.</summary>
    public TempWorkspace Workspace => _workspace;

    /// <summary>What is typed.</summary>
    public string Input { get; set; } = "";

    /// <summary>Everything so far, with identifiers of executions as <c>ID-1</c>, <c>ID-2</c>.</summary>
    public string Text => Ids().Replace(_text.ToString(), match => Name(match.Value));

    /// <summary>The identifier behind a name.</summary>
    public string Id(int number) => _ids.First(each => each.Value == $"ID-{number}").Key;

    /// <summary>Carries out a command line.</summary>
    public async Task<ToolRun> RunAsync(params string[] arguments)
    {
        ToolRun run = await ToolRun.Of(
            session =>
                session with
                {
                    WorkingDirectory = _workspace.Root,
                    Clock = _clock,
                    In = new StringReader(Input),
                    Environment = new Dictionary<string, string> { ["USER"] = "kim" },
                },
            arguments
        );
        string words = string.Join(' ', arguments.Select(word => word.Contains(' ') ? $"'{word}'" : word));
        _text.Append($"$ baton {words}\n{run.Output}");
        foreach (string line in run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _text.Append($"! {line}\n");
        }

        _text.Append($"= {run.ExitCode}\n\n");
        foreach (Match match in Ids().Matches(run.Output + run.Error))
        {
            Name(match.Value);
        }

        return run;
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private string Name(string id)
    {
        if (!_ids.TryGetValue(id, out string? name))
        {
            _ids.Add(id, name = $"ID-{_ids.Count + 1}");
        }

        return name;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Ids();
}
