using System.Collections;
using System.Globalization;
using Baton.Targets.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Processes;

/// <summary>A workspace with an agent's script in it and the targets that run it; ends what was started.</summary>
internal sealed class AgentFixture : IAsyncDisposable
{
    private readonly List<ProcessTarget> _targets = [];

    /// <summary>The agent's folder.</summary>
    public TempWorkspace Workspace { get; } = new();

    /// <summary>The environment of this test program, as a user's would be.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)(pair.Value ?? ""), StringComparer.Ordinal);

    /// <summary>Where targets are started from.</summary>
    public TargetEnvironment Surroundings =>
        new()
        {
            ProjectDirectory = Workspace.Root,
            Variables = Variables,
            MaxConcurrency = 8,
        };

    /// <summary>A target that runs a Node script.</summary>
    public ProcessTarget Node(string script, Func<ProcessOptions, ProcessOptions>? with = null) =>
        Script("agent.mjs", script, ["node", "agent.mjs"], with);

    /// <summary>A target that runs a Python script.</summary>
    public ProcessTarget Python(string script, Func<ProcessOptions, ProcessOptions>? with = null) =>
        Script("agent.py", script, ["python3", "agent.py"], with);

    /// <summary>A target that runs a shell script.</summary>
    public ProcessTarget Shell(string script, Func<ProcessOptions, ProcessOptions>? with = null) =>
        Script("agent.sh", script, ["sh", "agent.sh"], with);

    /// <summary>A target of any kind.</summary>
    public ProcessTarget Target(RunnerOptions options, TargetEnvironment? environment = null)
    {
        ProcessTarget target = new(options, environment ?? Surroundings);
        _targets.Add(target);
        return target;
    }

    /// <summary>The number an agent wrote into a file of the workspace.</summary>
    public int NumberIn(string file) => int.Parse(Workspace.Read(file).Trim(), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        foreach (ProcessTarget target in _targets)
        {
            await target.DisposeAsync();
        }

        Workspace.Dispose();
    }

    private ProcessTarget Script(
        string file,
        string script,
        string[] command,
        Func<ProcessOptions, ProcessOptions>? with
    )
    {
        Workspace.Write(file, script);
        ProcessOptions options = new() { Command = new ProcessCommand(command), KillTimeout = TimeSpan.FromSeconds(1) };
        return Target(new RunnerOptions { Process = with?.Invoke(options) ?? options });
    }
}
