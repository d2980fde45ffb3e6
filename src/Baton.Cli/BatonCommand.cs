using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli;

/// <summary><c>baton</c> itself.</summary>
internal sealed class BatonCommand()
    : RootCommand("Baton rehearses AI agents: it runs an agent against simulated users and records every run."),
        IDocumented
{
    /// <inheritdoc/>
    public CommandNotes Notes { get; } =
        new()
        {
            Remarks =
                "An experiment is inputs × personas × iterations against one target: a Python function, an HTTP service "
                + "or a program that speaks JSON Lines. Results go into a folder of JSON files.\n"
                + "Data is written to standard output, everything else to standard error.",
            Examples =
            [
                new("baton init project --name demo", "Make a project in ./baton/demo that runs as it is"),
                new("baton run experiment --project demo --yes", "Run it"),
                new("baton run experiment --project demo --multi-turn --max-turns 12", "Let a simulated user go on"),
                new("baton status experiments --project demo", "List what was run"),
                new("baton run single app.agent:run \"hi\"", "Call an agent once"),
            ],
        };
}
