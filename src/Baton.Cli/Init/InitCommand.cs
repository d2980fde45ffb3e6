using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Parsing;

namespace Baton.Cli.Init;

/// <summary><c>baton init</c>.</summary>
internal static class InitCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session)
    {
        Option<string?> name = OptionOf.Text("--name", "NAME", "Name of the project and of its folder under the root");
        name.Required = true;
        Option<string?> template = OptionOf.Choice(
            "--template",
            "Kind of agent: a Python function, a Node program that speaks JSON Lines, or an HTTP service "
                + "[default: python]",
            ProjectTemplate.Names
        );
        Option<string?> root = OptionOf.Text(
            "--root",
            "DIR",
            "Folder to put the project in [default: ./baton, or ./fluxloop where only that exists]"
        );
        Option<bool> force = OptionOf.Flag("--force", "Overwrite files that exist [default: false]");
        DocumentedCommand project = new(
            "project",
            "Make a project that runs as it is",
            new CommandNotes
            {
                Remarks =
                    "Writes a configuration with comments, a sample agent that needs no network, inputs, personas, "
                    + ".env.example, .gitignore and a README.",
                Groups = [new OptionGroup("Options", name, template, root, force)],
                Examples =
                [
                    new("baton init project --name demo", "A Python agent in ./baton/demo"),
                    new("baton init project --name demo --template node", "An agent in Node"),
                    new("baton run experiment --project demo --yes", "Run what was made"),
                ],
            }
        );
        project.SetAction(parsed =>
            NewProject.Make(
                session,
                parsed.GetRequiredValue(name)!,
                parsed.GetValue(template) ?? ProjectTemplate.Names[0],
                parsed.GetValue(root),
                parsed.GetValue(force)
            )
        );
        return new Command("init", "Make a new project") { project };
    }
}
