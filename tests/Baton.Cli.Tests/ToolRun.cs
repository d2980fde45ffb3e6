using Baton.Cli.Interrupts;

namespace Baton.Cli.Tests;

/// <summary>A command line carried out in this process, with its streams in memory.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Carries out a command line where nothing is a terminal.</summary>
    public static Task<ToolRun> Of(params string[] arguments) => Of(session => session, arguments);

    /// <summary>Carries out a command line in a session of the test's own.</summary>
    public static async Task<ToolRun> Of(Func<ToolSession, ToolSession> change, params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        ToolSession session = change(
            new ToolSession
            {
                Out = output,
                Error = error,
                In = TextReader.Null,
                WorkingDirectory = Path.GetTempPath(),
                Environment = new Dictionary<string, string>(),
                Listen = () => new Interruption(),
            }
        );
        int exitCode = await BatonTool.RunAsync(arguments, session);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Carries out a command line in a folder.</summary>
    public static Task<ToolRun> In(string folder, params string[] arguments) =>
        Of(session => session with { WorkingDirectory = folder }, arguments);
}
