using System.Text.Json;
using Baton.Targets.Processes;
using Baton.Targets.Python.Protocol;

namespace Baton.Targets.Python;

/// <summary>
/// The pipes of one running worker: two threads that read what it says and prints, and the outbox to it.
/// </summary>
/// <remarks>Pipes of child processes are read by blocking calls; own threads keep those off the thread pool.</remarks>
internal sealed class PythonWorkerSession
{
    private const int ReadSize = 128 * 1024;
    private const int StackSize = 256 * 1024;

    private readonly PythonWorkerProcess _process;
    private readonly Action<WorkerMessage> _receive;
    private readonly Action<string> _print;
    private readonly Task _output;
    private readonly Task _error;

    // These belong to the thread that reads the output.
    private readonly LineReader _lines;
    private SharedBuffer? _buffer;
    private long? _bufferedFrom;

    /// <summary>Begins to read.</summary>
    /// <param name="process">The process; stays its caller's.</param>
    /// <param name="receive">Takes each message, in order, on one thread.</param>
    /// <param name="print">Takes each line of standard error, in order, on another thread.</param>
    public PythonWorkerSession(PythonWorkerProcess process, Action<WorkerMessage> receive, Action<string> print)
    {
        _process = process;
        _receive = receive;
        _print = print;
        _lines = new LineReader(Take);
        Outbox = new WorkerOutbox(process.Input);
        _output = OnThread(ReadOutput, "python-output");
        _error = OnThread(ReadError, "python-stderr");
    }

    /// <summary>Messages to the worker.</summary>
    public WorkerOutbox Outbox { get; }

    /// <summary>The last lines of standard error.</summary>
    public OutputTail Tail { get; } = new();

    /// <summary>What the worker said that no worker says, or <see langword="null"/>.</summary>
    public string? Breach { get; private set; }

    /// <summary>Completes when the worker has closed its output or broken the protocol.</summary>
    public Task OutputEnded => _output;

    /// <summary>Waits for the rest of both streams, unless something that outlives the worker holds them open.</summary>
    public async Task DrainAsync(TimeSpan patience, TimeProvider clock)
    {
        try
        {
            await Task.WhenAll(_output, _error).WaitAsync(patience, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Tail.Add("(standard error is held open by a process the agent started)");
        }
    }

    private static Task OnThread(Action read, string name)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(
            () =>
            {
                read();
                done.SetResult();
            },
            StackSize
        )
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return done.Task;
    }

    private void ReadOutput()
    {
        Read(ReadToEnd);
        if (Breach is null && _bufferedFrom is { } start)
        {
            Read(() => _lines.Feed(_buffer!.Rest(_lines.Taken + _lines.Kept - start).Span));
        }

        _buffer?.Dispose();
    }

    private void ReadToEnd()
    {
        byte[] bytes = new byte[ReadSize];
        int read;
        while ((read = _process.Output.Read(bytes, 0, bytes.Length)) > 0)
        {
            _lines.Feed(bytes.AsSpan(0, read));
        }
    }

    private void Read(Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure)
            when (failure is JsonException or InvalidDataException or InvalidOperationException or FormatException)
        {
            Breach = failure.Message;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The process ended; the end of its output says no more than that.
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        WorkerMessage message = WorkerMessage.Parse(line);
        switch (message.Type)
        {
            case "buffering" when _buffer is not null:
                _bufferedFrom = _lines.Taken;
                return;
            case "ready" when _buffer is null && SharedBuffer.Open(message) is { } offered:
                _buffer = offered;
                Outbox.SendBuffer();
                break;
        }

        _receive(message);
    }

    private void ReadError()
    {
        try
        {
            while (_process.Error.ReadLine() is { } line)
            {
                Tail.Add(line);
                _print(line);
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The process ended; what it printed before is in the tail.
        }
    }
}
