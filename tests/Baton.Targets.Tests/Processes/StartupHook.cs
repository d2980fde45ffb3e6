using System.Diagnostics;
using Baton.Targets.Processes;
using Baton.Targets.Tests.Processes;

#pragma warning disable CA1050, IDE0130, MA0047, RCS1110 // The runtime looks for this name outside any namespace.

/// <summary>
/// Turns a second run of this test program into one that starts an agent and waits to be killed. The runtime calls it
/// before the program's own entry where <c>DOTNET_STARTUP_HOOKS</c> names this assembly.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that names the folder with <c>agent.sh</c>.</summary>
    public const string FolderVariable = "BATON_TEST_HOST_FOLDER";

    /// <summary>The variable that says how the agent is started.</summary>
    public const string HowVariable = "BATON_TEST_HOST_HOW";

    /// <summary>Starts the agent, and never comes to watch it.</summary>
    public const string Unwatched = "unwatched";

    /// <summary>The file that is written once the agent is started.</summary>
    public const string StartedFile = "started";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            if (Environment.GetEnvironmentVariable(HowVariable) == Unwatched)
            {
                ProcessStartInfo start = new(ProcessGroup.Setsid!, ["sh", "agent.sh"]) { WorkingDirectory = folder };
                ProcessGuardian.Instance.Expect(start);
                Process.Start(start);
            }
            else
            {
                ChildProcess.Start(
                    new ChildProcessStart
                    {
                        Command = ["sh", "agent.sh"],
                        WorkingDirectory = folder,
                        Variables = AgentFixture.Variables,
                    }
                );
            }

            File.WriteAllText(Path.Combine(folder, StartedFile), "yes");
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
