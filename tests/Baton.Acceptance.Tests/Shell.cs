using System.Diagnostics;

namespace Baton.Acceptance.Tests;

/// <summary>Runs a line of shell.</summary>
internal static class Shell
{
    /// <summary>Runs the line in a folder to its end.</summary>
    public static async Task<ToolResult> RunAsync(string workingDirectory, string line)
    {
        ProcessStartInfo start = new("bash", ["-c", line])
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        await using RunningTool tool = new(process);
        return await tool.WaitAsync(TimeSpan.FromMinutes(2));
    }
}
