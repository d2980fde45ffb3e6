using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace Baton.Targets.Python.Protocol;

/// <summary>Writes one message into the writer's open object.</summary>
internal delegate void MessageBody<in TState>(Utf8JsonWriter writer, TState state)
    where TState : allows ref struct;

/// <summary>Messages on their way to a worker. Adding one never waits; what gathers meanwhile is written at once.</summary>
internal sealed class WorkerOutbox : IAsyncDisposable
{
    private const int KeptCapacity = 1024 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Stream _stream;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private readonly Task _writing;

    // Guards what is filled and the flag.
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _filling = new(16 * 1024);
    private bool _isClosed;

    private ArrayBufferWriter<byte> _spare = new(16 * 1024);

    public WorkerOutbox(Stream stream)
    {
        _stream = stream;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Adds bytes that are whole lines already.</summary>
    public void Add(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            _filling.Write(lines);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Adds a message of the type.</summary>
    public void Add<TState>(string type, TState state, MessageBody<TState> body)
        where TState : allows ref struct
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            using (Utf8JsonWriter writer = new(_filling, Options))
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, type);
                body(writer, state);
                writer.WriteEndObject();
            }

            _filling.Write("\n"u8);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Lets what was added be written and the stream be closed behind it; what is added later is dropped.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _wake.Writer.TryComplete();
    }

    /// <summary>Waits until all is written; a worker that does not read must have been killed before.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _writing.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                _wake.Reader.TryRead(out _);
                WriteFilled();
            }

            WriteFilled();
        }
        catch (IOException)
        {
            // The worker is gone; whoever waits for its answers learns it from the end of its output.
        }
        finally
        {
            CloseStream();
        }
    }

    private void WriteFilled()
    {
        ArrayBufferWriter<byte> filled;
        lock (_gate)
        {
            filled = _filling;
            _filling = _spare;
        }

        if (filled.WrittenCount > 0)
        {
            _stream.Write(filled.WrittenSpan);
            _stream.Flush();
        }

        filled.ResetWrittenCount();
        _spare = filled.Capacity > KeptCapacity ? new ArrayBufferWriter<byte>(16 * 1024) : filled;
    }

    private void CloseStream()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written any more was for a worker that is gone.
        }
    }
}
