using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Processes;

/// <summary>A started program with its standard streams as bytes, ended together with everything it started.</summary>
/// <remarks>
/// The process leads a process group of its own (see <c>docs/targets/process.md</c>). Standard error is always read;
/// its last lines are kept. When the process ends by itself, what is left of its group is killed. <see cref="Input"/>
/// and <see cref="Output"/> are each for one user at a time; everything else is thread-safe.
/// </remarks>
public sealed class ChildProcess : IProgram
{
    private static readonly TimeSpan LateOutput = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GroupCheck = TimeSpan.FromMilliseconds(20);
    private readonly Process _process;
    private readonly ProcessGroup _group;
    private readonly ChildProcessStart _start;
    private readonly OutputTail _tail = new();
    private readonly CancellationTokenSource _stopReading = new();
    private readonly Lock _gate = new();
    private readonly Task _stderr;
    private readonly PipeEnd _stderrPipe;
    private volatile bool _isTakingStderr = true;
    private Task? _stopping;

    private ChildProcess(Process process, ProcessGroup group, ChildProcessStart start)
    {
        _process = process;
        _group = group;
        _start = start;
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        _stderrPipe = new PipeEnd(process.StandardError.BaseStream);
        _stderr = ReadStderrAsync();
        Exit = WaitForExitAsync();
    }

    /// <summary>The process's number, which is also its group's.</summary>
    public int Id { get; }

    /// <summary>What the process reads; disposing it tells the process that nothing more comes.</summary>
    public Stream Input { get; }

    /// <summary>What the process writes.</summary>
    public Stream Output { get; }

    /// <summary>Completes when the process has ended and its standard error was read; never fails.</summary>
    public Task<ProcessExit> Exit { get; }

    /// <summary>The last lines of standard error so far: at most 40 lines and 8 KiB; empty when there were none.</summary>
    public string StderrTail => _tail.ToString();

    /// <summary>The line of standard error that says what happened, see <see cref="OutputTail.TellingLine"/>, or <see langword="null"/>.</summary>
    public string? TellingStderrLine => _tail.TellingLine;

    string IProgram.Kind => "process";

    int? IProgram.Group => Id;

    // What cannot be started is known at once, as an exception.
    AgentError? IProgram.Failure => null;

    // Its memory is watched from outside.
    LimitEvent? IProgram.Limit => null;

    /// <summary>Starts a process.</summary>
    /// <exception cref="ProcessStartException">The program or folder is missing or may not be used.</exception>
    public static ChildProcess Start(ChildProcessStart start)
    {
        string program = ProgramPath.Resolve(start);
        ProcessStartInfo info = new()
        {
            FileName = ProcessGroup.Setsid ?? program,
            WorkingDirectory = start.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (ProcessGroup.Setsid is not null)
        {
            info.ArgumentList.Add(program);
        }

        foreach (string argument in start.Command.Skip(1))
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach ((string name, string value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        try
        {
            (Process process, ProcessGroup group) = ProcessGroup.Start(info, isLeader: ProcessGroup.Setsid is not null);
            return new ChildProcess(process, group, start);
        }
        catch (Win32Exception refused)
        {
            throw ProcessStartException.Because($"`{program}` could not be started: {refused.Message}", refused);
        }
    }

    /// <summary>
    /// Ends the process and its group: the signal, then after the time-out <c>SIGKILL</c>. Completes when all is over;
    /// further calls wait for the same end.
    /// </summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            return _stopping ??= EndGroupAsync();
        }
    }

    /// <summary>Stops the process where it still runs, and lets go of its streams.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await Exit.ConfigureAwait(false);
        try
        {
            await Input.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What was not yet written has no reader any more.
        }

        await Output.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();
        _stopReading.Dispose();
    }

    ValueTask IProgram.SettleStderrAsync(TimeSpan atLeast) => SettleStderrAsync(atLeast);

    /// <inheritdoc cref="IProgram.SettleStderrAsync"/>
    internal async ValueTask SettleStderrAsync(TimeSpan atLeast)
    {
        const int QuickLooks = 20;
        const int MostLooks = 100;
        if (atLeast > TimeSpan.Zero)
        {
            await PauseAsync(atLeast).ConfigureAwait(false);
        }

        int quiet = 0;
        for (int look = 0; look < MostLooks && quiet < 2; look++)
        {
            quiet = _isTakingStderr || _stderrPipe.HasData ? 0 : quiet + 1;
            if (look >= QuickLooks)
            {
                await PauseAsync(TimeSpan.FromMilliseconds(1)).ConfigureAwait(false);
            }
            else if (look > 0 || quiet == 0)
            {
                await Task.Yield();
            }
        }
    }

    // The system's clock on purpose: what is waited for is a pipe, which no test can advance.
    private static Task PauseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, CancellationToken.None);

    private async Task EndGroupAsync()
    {
        if (Exit.IsCompleted)
        {
            // Its group was ended with it, and the number may be somebody else's by now.
            return;
        }

        using CancellationTokenSource patience = new(_start.KillTimeout, _start.TimeProvider);
        _group.Send(_start.KillSignal);
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            while (_group.HasMembers)
            {
                await Task.Delay(GroupCheck, _start.TimeProvider, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await KillGroupAsync().ConfigureAwait(false);
        }

        await Exit.ConfigureAwait(false);
    }

    private async Task KillGroupAsync()
    {
        const int MostChecks = 50;
        _group.Send(KillSignal.Kill);
        for (int check = 0; check < MostChecks && _group.HasMembers; check++)
        {
            await PauseAsync(GroupCheck).ConfigureAwait(false);
        }
    }

    private async Task<ProcessExit> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        ProcessExit exit = new(_process.ExitCode);
        Task? stopping;
        lock (_gate)
        {
            stopping = _stopping;
        }

        if (stopping is null)
        {
            await KillGroupAsync().ConfigureAwait(false);
        }

        // A descendant that left the group may hold the pipe open for ever.
        _stopReading.CancelAfter(LateOutput);
        await _stderr.ConfigureAwait(false);
        _group.Forget();
        return exit;
    }

    private async Task ReadStderrAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using Stream stderr = _stderrPipe.Stream;
        using LineReader lines = new(stderr);
        try
        {
            do
            {
                _isTakingStderr = true;
                while (lines.TryRead(out OutputLine line))
                {
                    string text = Encoding.UTF8.GetString(line.Bytes.Span);
                    _tail.Add(text);
                    _start.StderrLine?.Invoke(text);
                }

                _isTakingStderr = false;
            } while (await lines.FillAsync(_stopReading.Token).ConfigureAwait(false));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The pipe broke or stays open in other hands; what came is kept.
        }

        _isTakingStderr = false;
    }
}
