using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Completion;

/// <summary><c>baton completion</c>.</summary>
internal static class CompletionCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session)
    {
        Command command = new("completion", "Print a script that completes commands and options in your shell");
        foreach (CompletionScript script in CompletionScript.All)
        {
            DocumentedCommand shell = new(
                script.Shell,
                $"Print the completion script for {script.Shell}",
                new CommandNotes { Examples = [new(script.Install, "Turn completion on")] }
            );
            shell.SetAction(_ => session.Out.Write(script.Text));
            command.Subcommands.Add(shell);
        }

        return command;
    }
}
