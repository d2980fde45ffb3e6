using System.Diagnostics;
using System.IO.Pipelines;

namespace Baton.Targets.Queues.Redis.Resp;

/// <summary>A connection to a Redis server on which any number of commands may be under way. Thread-safe.</summary>
/// <remarks>
/// Commands go out in the order they were given and are answered in it. Commands that come while others are being
/// written go out together. Once the connection broke it stays broken, and every command fails with what broke it.
/// </remarks>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly RespReader _reader;
    private readonly Pipe _pipe = new(
        new PipeOptions(
            pauseWriterThreshold: 0,
            resumeWriterThreshold: 0,
            minimumSegmentSize: 16 * 1024,
            useSynchronizationContext: false
        )
    );

    // Guards the pipe's writer and the order of those who wait.
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<RespValue>> _waiting = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _writing;
    private readonly Task _reading;
    private RespConnectionException? _broken;

    /// <summary>Takes a stream that is connected; disposing the connection disposes it.</summary>
    public RespConnection(Stream stream)
    {
        _stream = stream;
        _reader = new RespReader(stream);
        _writing = WriteAsync();
        _reading = ReadAsync();
    }

    /// <summary>Whether commands can still be given to it.</summary>
    public bool IsUsable
    {
        get
        {
            lock (_gate)
            {
                return _broken is null;
            }
        }
    }

    /// <summary>Gives the server a command.</summary>
    /// <param name="command">The command's words.</param>
    /// <returns>The answer, which may be an error of the server.</returns>
    /// <exception cref="RespConnectionException">The connection broke; whether the command was carried out is unknown.</exception>
    public Task<RespValue> SendAsync(params ReadOnlySpan<RespArgument> command)
    {
        TaskCompletionSource<RespValue> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_broken is not null)
            {
                return Task.FromException<RespValue>(_broken);
            }

            _waiting.Enqueue(answer);
            RespArgument.Write(_pipe.Writer, command);
            ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync(CancellationToken.None);
            Debug.Assert(flush.IsCompleted, "The pipe has no bound, so nothing is waited for.");
            if (flush.IsCompleted)
            {
                flush.GetAwaiter().GetResult();
            }
        }

        return answer.Task;
    }

    /// <summary>Takes the connection for broken; commands under way fail.</summary>
    /// <param name="cause">Why.</param>
    public void Abandon(Exception cause) => Break(cause);

    /// <summary>Closes the connection; commands under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Break(new EndOfStreamException("the connection was closed"));
        await _writing.ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
        _over.Dispose();
    }

    private async Task WriteAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                ReadResult result = await _pipe.Reader.ReadAsync(_over.Token).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    await _stream.WriteAsync(segment, _over.Token).ConfigureAwait(false);
                }

                await _stream.FlushAsync(_over.Token).ConfigureAwait(false);
                _pipe.Reader.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Break(broken);
        }

        await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                RespValue value = await _reader.ReadAsync(_over.Token).ConfigureAwait(false);
                if (value.Kind != RespKind.Push)
                {
                    Next().TrySetResult(value);
                }
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Break(broken);
        }
    }

    private TaskCompletionSource<RespValue> Next()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out TaskCompletionSource<RespValue>? next)
                ? next
                : throw new InvalidDataException("the server answered what nobody asked");
        }
    }

    private void Break(Exception cause)
    {
        TaskCompletionSource<RespValue>[] waiting;
        lock (_gate)
        {
            if (_broken is not null)
            {
                return;
            }

            _broken = new RespConnectionException(cause);
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        _over.Cancel();
        foreach (TaskCompletionSource<RespValue> answer in waiting)
        {
            answer.TrySetException(_broken);
            // Some commands nobody waits for.
            _ = answer.Task.Exception;
        }
    }

    private static bool IsBroken(Exception exception) =>
        exception is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException;
}
