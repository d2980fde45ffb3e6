using System.CommandLine;
using Baton.Cli.Help;
using Baton.Experiments.Settings;

namespace Baton.Cli.Parsing;

/// <summary>The options that say which project and configuration a command is about.</summary>
internal sealed class ProjectOptions
{
    public Option<string?> Config { get; } =
        OptionOf.Text("--config", "FILE", "Path to the configuration file [default: configs/simulation.yaml]", "-c");

    public Option<string?> Project { get; } =
        OptionOf.Text(
            "--project",
            "NAME",
            "Project name under the root [default: the current directory, else the root itself]"
        );

    public Option<string?> Root { get; } =
        OptionOf.Text(
            "--root",
            "DIR",
            "Folder that holds projects [default: ./baton, else ./fluxloop, else the current directory]"
        );

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [Config, Project, Root];

    /// <summary>Where to look for the configuration.</summary>
    public ConfigurationRequest ToRequest(ParseResult parsed, ToolSession session) =>
        new()
        {
            Config = parsed.GetValue(Config),
            Root = parsed.GetValue(Root),
            Project = parsed.GetValue(Project),
            Environment = session.Environment,
            CurrentDirectory = session.WorkingDirectory,
        };

    /// <summary>The options as they were given, each after a space, for a command that is to be about the same project.</summary>
    public string Words(ParseResult parsed) =>
        string.Concat(
            new[] { Config, Project, Root }
                .Where(option => parsed.GetValue(option) is not null)
                .Select(option => $" {option.Name} {CommandWord.Of(parsed.GetValue(option)!)}")
        );

    /// <summary>Whether the command line names a configuration.</summary>
    public bool AreGiven(ParseResult parsed) =>
        parsed.GetValue(Config) is not null
        || parsed.GetValue(Root) is not null
        || parsed.GetValue(Project) is not null;
}
