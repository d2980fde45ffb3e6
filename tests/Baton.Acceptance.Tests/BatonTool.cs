using System.Diagnostics;
using System.Text;

namespace Baton.Acceptance.Tests;

/// <summary>The built <c>baton</c>, run as a user runs it: in a process of its own, without a terminal.</summary>
internal static class BatonTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The checkout's root folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The program, built in the same configuration as the tests.</summary>
    public static string Program { get; } =
        Path.Combine(
            Repository,
            "artifacts/bin/Baton.Cli",
            new DirectoryInfo(AppContext.BaseDirectory).Name,
            OperatingSystem.IsWindows() ? "baton.exe" : "baton"
        );

    /// <summary>Runs a command to its end.</summary>
    public static Task<ToolResult> RunAsync(string workingDirectory, params string[] arguments) =>
        RunAsync(workingDirectory, new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <summary>Runs a command to its end with more environment variables.</summary>
    public static async Task<ToolResult> RunAsync(
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        await using RunningTool tool = Start(workingDirectory, environment, arguments);
        return await tool.WaitAsync(Patience);
    }

    /// <summary>Starts a command; disposing it kills what still runs.</summary>
    public static RunningTool Start(
        string workingDirectory,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        ProcessStartInfo start = new(Program, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningTool(process);
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code; 137 and the like after a signal.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages of failing assertions.</summary>
    public string All => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}

/// <summary>A command under way.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;
    private readonly Task _errorReading;

    public RunningTool(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errorReading = ReadErrorAsync();
    }

    /// <summary>The process identifier.</summary>
    public int Id => _process.Id;

    /// <summary>What was written to standard error so far.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Kills it as <c>kill -9</c> does, and only it.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by name, for example <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<ToolResult> WaitAsync(TimeSpan patience)
    {
        using CancellationTokenSource source = new(patience);
        try
        {
            await _process.WaitForExitAsync(source.Token);
            await _errorReading.WaitAsync(source.Token);
            return new ToolResult(_process.ExitCode, await _output.WaitAsync(source.Token), ErrorSoFar);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"baton did not end within {patience}; it said:\n{ErrorSoFar}", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        char[] buffer = new char[4096];
        int read;
        while ((read = await _process.StandardError.ReadAsync(buffer)) > 0)
        {
            lock (_error)
            {
                _error.Append(buffer, 0, read);
            }
        }
    }
}
