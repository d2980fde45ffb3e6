using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Baton.Agents;

namespace Baton.Targets.Python;

/// <summary>
/// The operating system's side of a worker: starts the interpreter, and ends it with everything it started.
/// </summary>
/// <remarks>
/// The worker's bootstrap makes it the leader of its own process group, told by <see cref="GroupId"/>, and it ends
/// itself with its group when its standard input ends.
/// </remarks>
internal sealed class PythonWorkerProcess : IDisposable
{
    private const int Sigkill = 9;

    private readonly Process _process;

    private PythonWorkerProcess(Process process) => _process = process;

    /// <summary>To the worker.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>From the worker.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What the worker and the agent's code print around the channel.</summary>
    public StreamReader Error => _process.StandardError;

    /// <summary>The process group once the worker has said that it leads one, otherwise 0.</summary>
    public int GroupId { get; set; }

    /// <summary>The exit code, 128 and the signal where a signal ended it; valid after <see cref="WaitForExitAsync"/>.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts the interpreter with the bootstrap.</summary>
    /// <returns>The process, or why it did not start.</returns>
    public static (PythonWorkerProcess? Process, AgentError? Error) Start(PythonLaunch launch)
    {
        ProcessStartInfo start = new(launch.Interpreter, ["-c", WorkerScript.Bootstrap])
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in launch.Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return (new PythonWorkerProcess(Process.Start(start)!), null);
        }
        catch (Win32Exception failure)
        {
            string message = $"{launch.Interpreter} cannot be started: {failure.Message}; set `runner.python`";
            return (null, new AgentError(ErrorKind.Start, message));
        }
    }

    /// <summary>Waits until the process is gone.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Ends the process and its group at once. Does nothing to what is already gone.</summary>
    public void Kill()
    {
        if (GroupId > 0 && !OperatingSystem.IsWindows())
        {
            _ = SendSignal(-GroupId, Sigkill);
        }

        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself meanwhile.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
