using System.CommandLine;

namespace Baton.Cli.Run;

/// <summary><c>baton run</c>.</summary>
internal static class RunCommand
{
    /// <summary>Builds the command and those under it.</summary>
    public static Command Create(ToolSession session) =>
        new("run", "Run an experiment, or call an agent once")
        {
            RunExperimentCommand.Create(session),
            RunSingleCommand.Create(session),
        };
}
