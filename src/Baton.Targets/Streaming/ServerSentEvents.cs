using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Baton.Targets.Streaming;

/// <summary>Reads an event stream by the rules of the WHATWG's HTML standard, section 9.2.</summary>
/// <remarks>
/// The parser of .NET gives the name of an event without data to the next one, holds an event back while it waits for
/// what may follow a CR, and knows no bound for the size of an event.
/// </remarks>
/// <param name="stream">The stream; the caller disposes it.</param>
/// <param name="maxLength">The most bytes in one line and in the data of one event.</param>
internal sealed class ServerSentEvents(Stream stream, int maxLength) : IStreamItems
{
    private const string DefaultName = "message";

    private readonly ByteLineReader _lines = new(stream, endsAtCarriageReturn: true, maxLength);
    private readonly ArrayBufferWriter<byte> _data = new();
    private string? _nextName;
    private bool _hasData;
    private bool _dispatched;
    private bool _lineIsTooLong;

    /// <inheritdoc/>
    public string Name { get; private set; } = DefaultName;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Data => _lineIsTooLong ? _lines.Line : _data.WrittenMemory;

    /// <inheritdoc/>
    public bool EndedInside { get; private set; }

    /// <summary>The last identifier the stream gave, or <see langword="null"/>.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>How long the stream asked to wait before connecting again, or <see langword="null"/>.</summary>
    public TimeSpan? ReconnectionTime { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<StreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        if (_dispatched)
        {
            _data.ResetWrittenCount();
            (_dispatched, _hasData) = (false, false);
        }

        while (true)
        {
            StreamRead read = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read != StreamRead.Item)
            {
                _lineIsTooLong = read == StreamRead.TooLong;
                EndedInside = _hasData;
                return read;
            }

            ReadOnlySpan<byte> line = _lines.Line.Span;
            if (!line.IsEmpty)
            {
                TakeField(line);
                if (_data.WrittenCount > maxLength)
                {
                    return StreamRead.TooLong;
                }
            }
            else if (Dispatch())
            {
                return StreamRead.Item;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private bool Dispatch()
    {
        Name = _nextName ?? DefaultName;
        _nextName = null;
        _dispatched = _hasData;
        return _hasData;
    }

    private void TakeField(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        ReadOnlySpan<byte> value = colon < 0 ? default : line[(colon + 1)..];
        if (value.StartsWith(" "u8))
        {
            value = value[1..];
        }

        if (field.SequenceEqual("data"u8))
        {
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
            _hasData = true;
        }
        else if (field.SequenceEqual("event"u8))
        {
            _nextName =
                value.IsEmpty ? null
                : SameName(value) ? Name
                : Encoding.UTF8.GetString(value);
        }
        else if (field.SequenceEqual("id"u8))
        {
            LastEventId = value.Contains((byte)0) ? LastEventId : Encoding.UTF8.GetString(value);
        }
        else if (
            field.SequenceEqual("retry"u8)
            && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(value, out int milliseconds, out _)
        )
        {
            ReconnectionTime = TimeSpan.FromMilliseconds(milliseconds);
        }
    }

    private bool SameName(ReadOnlySpan<byte> value) =>
        value.Length == Name.Length && Ascii.Equals(value, Name.AsSpan());
}
