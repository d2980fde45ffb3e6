using System.Diagnostics;

namespace Baton.Acceptance.Tests;

/// <summary>Runs a line of shell.</summary>
internal static class Shell
{
    /// <summary>
    /// Runs the line in a folder to its end, with more environment variables where some are given; fails after two minutes or
    /// the time given.
    /// </summary>
    public static async Task<ToolResult> RunAsync(
        string workingDirectory,
        string line,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? patience = null
    )
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
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        await using RunningTool tool = new(process);
        return await tool.WaitAsync(patience ?? TimeSpan.FromMinutes(2));
    }
}
