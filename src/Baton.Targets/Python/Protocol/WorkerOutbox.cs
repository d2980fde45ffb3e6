using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;

namespace Baton.Targets.Python.Protocol;

/// <summary>Writes one message into the writer's open object.</summary>
internal delegate void MessageBody<in TState>(Utf8JsonWriter writer, TState state)
    where TState : allows ref struct;

/// <summary>Messages on their way to a worker. Adding one never waits; what gathers meanwhile is written at once.</summary>
internal sealed class WorkerOutbox
{
    private const int KeptCapacity = 1024 * 1024;

    private readonly Stream _stream;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private readonly Task _writing;

    // Guards the two below.
    private readonly Lock _gate = new();
    private readonly Utf8JsonWriter _writer;
    private ArrayBufferWriter<byte> _filling = new(16 * 1024);

    private ArrayBufferWriter<byte> _spare = new(16 * 1024);

    public WorkerOutbox(Stream stream)
    {
        _stream = stream;
        JsonWriterOptions options = new()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
        _writer = new Utf8JsonWriter(_filling, options);
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
            _writer.Reset(_filling);
            _writer.WriteStartObject();
            _writer.WriteString("type"u8, type);
            body(_writer, state);
            _writer.WriteEndObject();
            _writer.Flush();
            _filling.Write("\n"u8);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Writes what is left and closes the stream. Whoever must not wait for a deaf worker kills it first.</summary>
    public Task CloseAsync()
    {
        _wake.Writer.TryComplete();
        return _writing;
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
