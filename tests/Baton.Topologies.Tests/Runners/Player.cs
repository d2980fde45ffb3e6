using System.Diagnostics;
using Baton.TestSupport;

namespace Baton.Topologies.Tests.Runners;

/// <summary>A process that plays a scenario, and can be killed.</summary>
internal sealed class Player(Process process) : IDisposable
{
    private const string Hanging = "hanging";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public int ExitCode => process.ExitCode;

    public int Id => process.Id;

    /// <summary>The program, for shells.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Baton.TopologyProcess.dll");

    public static Player Start(TempWorkspace workspace, string store, string command, string scenario, int hangAt = 0)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [Program, command, store, scenario, workspace.PathOf("log"), $"{hangAt}"]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new Player(Process.Start(start)!);
    }

    /// <summary>Every question that was asked, in order, by all players of a workspace.</summary>
    public static string[] Asked(TempWorkspace workspace) =>
        workspace.Read("log").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async Task UntilHangingAsync() => (await FirstLineAsync()).ShouldBe(Hanging);

    /// <summary>Whether it came as far as the step in which it hangs; otherwise it says why it did not.</summary>
    public async Task<(bool IsHanging, string Words)> FirstWordsAsync() =>
        await FirstLineAsync() is { } line ? (line == Hanging, line) : (false, "");

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
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

    private Task<string?> FirstLineAsync() => process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
}
