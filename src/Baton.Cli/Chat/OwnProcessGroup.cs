using Baton.Agents.Mcp;

namespace Baton.Cli.Chat;

/// <summary>Starts a server's program so that Ctrl-C at the terminal, meant for an answer, does not end it too.</summary>
internal static class OwnProcessGroup
{
    private const string Setsid = "setsid";

    /// <summary>The same server, out of the terminal's reach where the system has <c>setsid</c>.</summary>
    public static McpServerOptions Of(McpServerOptions options, string? searchPath)
    {
        // A program that is not there is left as it is: its error must name it.
        if (
            OperatingSystem.IsWindows()
            || options.Connection is not McpProcess process
            || !IsThere(Setsid, searchPath, process.WorkingDirectory)
            || !IsThere(process.Command, searchPath, process.WorkingDirectory)
        )
        {
            return options;
        }

        return options with
        {
            Name = options.Name ?? Path.GetFileNameWithoutExtension(process.Command),
            Connection = process with { Command = Setsid, Arguments = [process.Command, .. process.Arguments] },
        };
    }

    private static bool IsThere(string program, string? searchPath, string? folder) =>
        program.Contains('/', StringComparison.Ordinal)
            ? File.Exists(Path.GetFullPath(program, folder ?? Directory.GetCurrentDirectory()))
            : (searchPath ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Any(part => File.Exists(Path.Combine(part, program)));
}
