using System.Diagnostics;
using Baton.TestSupport;

namespace Baton.Topologies.Tests.Runners;

/// <summary>A process that plays a scenario: see <c>Baton.TopologyProcess</c>.</summary>
internal sealed class Player(Process process) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public int ExitCode => process.ExitCode;

    public int Id => process.Id;

    public static Player Start(TempWorkspace workspace, string command, string scenario, int hangAt = 0)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Baton.TopologyProcess.dll"),
                command,
                workspace.PathOf("agent.db"),
                scenario,
                workspace.PathOf("log"),
                $"{hangAt}",
            ]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new Player(Process.Start(start)!);
    }

    public async Task UntilHangingAsync() =>
        (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("hanging");

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public async Task<string> OutputAsync()
    {
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return output;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
