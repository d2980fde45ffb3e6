using Baton.Configuration;
using Baton.Experiments.Settings;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Settings;

/// <summary>A folder with configuration files, which is also the current folder, and an environment of its own.</summary>
internal sealed class ConfigurationProject : IDisposable
{
    public const string Runner = "runner: {target: \"app.agent:run\"}\n";

    private readonly TempWorkspace _workspace = new();

    public string Root => _workspace.Root;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public ConfigurationProject Write(string file, string content)
    {
        _workspace.Write(file, content);
        return this;
    }

    public ConfigurationProject WriteConfig(string content) => Write("configs/simulation.yaml", content);

    public ConfigurationRequest Request(params (string Path, string Value, string Option)[] commandLine) =>
        new()
        {
            CurrentDirectory = Root,
            Environment = Environment,
            CommandLine =
            [
                .. commandLine.Select(setting => new CommandLineSetting(setting.Path, setting.Value, setting.Option)),
            ],
        };

    public LoadedConfiguration Load(params (string Path, string Value, string Option)[] commandLine) =>
        ConfigurationLoader.Load(Request(commandLine));

    public string Errors(ConfigurationRequest? request = null) =>
        Should
            .Throw<ConfigurationException>(() => ConfigurationLoader.Load(request ?? Request()))
            .Message.Replace(Root, "ROOT", StringComparison.Ordinal);

    public void Dispose() => _workspace.Dispose();
}
