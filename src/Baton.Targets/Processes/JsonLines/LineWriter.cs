using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Writes JSON objects as lines; lines that come while others are being written go out together. Thread-safe.</summary>
/// <remarks>
/// Writing never waits for the other side: what it does not read is held in memory, which the runs in flight bound.
/// When the stream breaks, lines are dropped silently: whoever waits for an answer learns of it by the other side's end.
/// </remarks>
internal sealed class LineWriter : IAsyncDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Stream _stream;
    private readonly Pipe _pipe = new(
        new PipeOptions(
            pauseWriterThreshold: 0,
            resumeWriterThreshold: 0,
            minimumSegmentSize: 16 * 1024,
            useSynchronizationContext: false
        )
    );

    private readonly Lock _gate = new();
    private readonly Utf8JsonWriter _json;
    private readonly CancellationTokenSource _abandon = new();
    private readonly Task _pump;
    private bool _isClosed;

    public LineWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_pipe.Writer, Options);
        _pump = PumpAsync();
    }

    /// <summary>Writes one line.</summary>
    /// <param name="state">What <paramref name="write"/> needs.</param>
    /// <param name="write">Writes exactly one object; must be quick and not write lines itself.</param>
    public void Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _json.Reset();
            write(_json, state);
            _json.Flush();
            _pipe.Writer.GetSpan(1)[0] = (byte)'\n';
            _pipe.Writer.Advance(1);
            ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync(CancellationToken.None);
            Debug.Assert(flush.IsCompleted, "The pipe has no bound, so nothing is waited for.");
            if (flush.IsCompleted)
            {
                flush.GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>No more lines come: what was written goes out, then the stream is closed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _pipe.Writer.Complete();
            }
        }
    }

    /// <summary>Closes and drops what the other side has not read.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _abandon.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _abandon.Dispose();
        await _json.DisposeAsync().ConfigureAwait(false);
    }

    private async Task PumpAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            bool isOver = false;
            while (!isOver)
            {
                ReadResult result = await _pipe.Reader.ReadAsync(_abandon.Token).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    await _stream.WriteAsync(segment, _abandon.Token).ConfigureAwait(false);
                }

                await _stream.FlushAsync(_abandon.Token).ConfigureAwait(false);
                _pipe.Reader.AdvanceTo(result.Buffer.End);
                isOver = result.IsCompleted;
            }

            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            lock (_gate)
            {
                _isClosed = true;
            }

            await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }
}
