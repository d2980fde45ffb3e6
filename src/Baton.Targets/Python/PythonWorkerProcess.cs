using System.ComponentModel;
using System.Diagnostics;
using Baton.Agents;
using Baton.Targets.Processes;

namespace Baton.Targets.Python;

/// <summary>
/// The operating system's side of a worker: starts the interpreter, and ends it with everything it started.
/// </summary>
/// <remarks>
/// The worker's bootstrap makes it the leader of its own process group, and it ends itself with its group when its
/// standard input ends.
/// </remarks>
internal sealed class PythonWorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ProcessGroup _group;
    private ProcessGroup? _interpreters;

    private PythonWorkerProcess(Process process, ProcessGroup group)
    {
        _process = process;
        _group = group;
        GroupId = process.Id;
    }

    /// <summary>To the worker.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>From the worker.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What the worker and the agent's code print around the channel.</summary>
    public StreamReader Error => _process.StandardError;

    /// <summary>The process group the worker leads.</summary>
    /// <remarks>Another one than was started where the interpreter is a script that starts the real one.</remarks>
    public int GroupId
    {
        get;
        set
        {
            field = value;
            if (value != _process.Id)
            {
                _interpreters = _group.LedBy(value);
            }
        }
    }

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
            (Process process, ProcessGroup group) = ProcessGroup.Start(start, isLeader: !OperatingSystem.IsWindows());
            return (new PythonWorkerProcess(process, group), null);
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
        _interpreters?.Send(KillSignal.Kill);
        _group.Send(KillSignal.Kill);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interpreters?.Forget();
        _group.Forget();
        _process.Dispose();
    }
}
