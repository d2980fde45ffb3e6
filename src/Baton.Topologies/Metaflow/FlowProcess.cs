using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Metaflow;

/// <summary>Python running a flow, and what it says.</summary>
internal sealed partial class FlowProcess : IAsyncDisposable
{
    private const string Marker = "@baton {";
    private const int TailLines = 20;
    private const int MostSplits = 100_000;
    private const int Interrupt = 2;

    private static readonly TimeSpan GraceTime = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly bool _isRemote;
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Queue<string> _tail = new();

    private FlowProcess(Process process, bool isRemote)
    {
        _process = process;
        _isRemote = isRemote;
    }

    /// <summary>Why the flow did not come to its end; <see langword="null"/> when it did.</summary>
    public string? Problem => _process.ExitCode == 0 ? null : $"The flow ended with {_process.ExitCode}: {Tail()}";

    /// <summary>Starts a flow.</summary>
    /// <exception cref="TopologyException">Python cannot be started.</exception>
    public static FlowProcess Start(string flow, string execution, MetaflowOptions options, bool isRemote)
    {
        ProcessStartInfo start = new(options.Python)
        {
            UseShellExecute = false,
            WorkingDirectory = options.WorkingDirectory ?? Directory.GetCurrentDirectory(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            ArgumentList =
            {
                flow,
                "--no-pylint",
                "run",
                "--execution",
                execution,
                "--max-workers",
                $"{options.MaxWorkers}",
                "--max-num-splits",
                $"{MostSplits}",
            },
        };
        SetEnvironment(start, options);
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return new FlowProcess(process, isRemote);
        }
        catch (Win32Exception failure)
        {
            throw new TopologyException($"`{options.Python}` cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Reads what the flow says until it ends.</summary>
    /// <param name="record">Is given each step that ended, one at a time.</param>
    /// <param name="cancellationToken">Ends the flow.</param>
    public async Task FollowAsync(Func<StepRecord, Task> record, CancellationToken cancellationToken)
    {
        using SemaphoreSlim turn = new(1);
        try
        {
            await Task.WhenAll(
                    ReadAsync(_process.StandardOutput, record, turn, cancellationToken),
                    ReadAsync(_process.StandardError, record, turn, cancellationToken)
                )
                .ConfigureAwait(false);
            await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static void SetEnvironment(ProcessStartInfo start, MetaflowOptions options)
    {
        foreach ((string name, string value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        if (options.Command.Count > 0)
        {
            start.Environment["BATON_COMMAND"] = string.Join(' ', options.Command.Select(Quoted));
        }

        start.Environment["PYTHONUNBUFFERED"] = "1";
        if (!start.Environment.Keys.Any(name => name is "METAFLOW_USER" or "SUDO_USER" or "USERNAME" or "USER"))
        {
            // Metaflow starts nothing for nobody.
            start.Environment["METAFLOW_USER"] = "baton";
        }
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";

    private async Task ReadAsync(
        StreamReader lines,
        Func<StepRecord, Task> record,
        SemaphoreSlim turn,
        CancellationToken cancellationToken
    )
    {
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            // Metaflow writes time and task before what a task says.
            int start = line.IndexOf(Marker, StringComparison.Ordinal);
            if (start < 0)
            {
                Keep(line);
                continue;
            }

            StepRecord step = Read(line[(start + Marker.Length - 1)..]);
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await record(step).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private static StepRecord Read(string json)
    {
        try
        {
            return TopologyJson.Read<StepRecord>(json);
        }
        catch (JsonException problem)
        {
            throw new TopologyException($"The flow told of a step that cannot be read: {problem.Message}", problem);
        }
    }

    private void Keep(string line)
    {
        lock (_gate)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }

    private string Tail()
    {
        lock (_gate)
        {
            return string.Join('\n', _tail);
        }
    }

    // Pods and jobs are ended by Metaflow when it is interrupted; processes of this machine die with their tree.
    private async Task EndAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        if (_isRemote && !OperatingSystem.IsWindows() && Kill(_process.Id, Interrupt) == 0)
        {
            using CancellationTokenSource patience = new(GraceTime, TimeProvider.System);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
