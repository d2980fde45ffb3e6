using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Targets;

/// <summary><c>baton target</c>.</summary>
internal static class TargetCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("target", "Try the agent of a configuration") { CreateCheck(session) };

    private static DocumentedCommand CreateCheck(ToolSession session)
    {
        CheckOptions options = new();
        DocumentedCommand command = new(
            "check",
            "Check what the configured target can do, one thing after the other",
            new CommandNotes
            {
                Remarks =
                    "Calls the agent a dozen times: does it start, answer, stream, report errors, honour guards, survive "
                    + "two turns, serve several conversations at once, stop cleanly. What is missing is said with what was "
                    + "seen. A check that cannot be tried is no failure.",
                Groups =
                [
                    new OptionGroup("The target", options.Project.Rows),
                    new OptionGroup("The checks", options.Input, options.FailingInput, options.Only, options.Format),
                ],
                Examples =
                [
                    new("baton target check --project demo", "Check the agent of ./baton/demo"),
                    new("baton target check --failing-input \"\"", "Also check how it reports a failure"),
                    new("baton target check --only starts,answers --format json", "Two checks, for a script"),
                ],
                ExitCodes = [new("1", "a check found something that does not fit")],
            }
        );
        command.SetAction((parsed, _) => TargetCheckRun.RunAsync(session, options, parsed));
        return command;
    }
}
