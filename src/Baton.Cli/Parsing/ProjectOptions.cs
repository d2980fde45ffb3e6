using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Parsing;

/// <summary>The options that say which project and configuration a command is about.</summary>
internal sealed class ProjectOptions
{
    public Option<string?> Config { get; } =
        OptionOf.Text("--config", "FILE", "Path to the configuration file [default: configs/simulation.yaml]", "-c");

    public Option<string?> Project { get; } =
        OptionOf.Text("--project", "NAME", "Project name under the root [default: the root itself]");

    public Option<string?> Root { get; } =
        OptionOf.Text(
            "--root",
            "DIR",
            "Folder that holds projects [default: ./baton, else ./fluxloop, else the current directory]"
        );

    /// <summary>The options as rows of a help page.</summary>
    public IReadOnlyList<OptionRow> Rows => [Config, Project, Root];
}
