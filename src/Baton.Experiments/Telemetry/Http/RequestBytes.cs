using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>Reads heads and bodies of requests off a connection. Not thread-safe.</summary>
/// <remarks>A connection that breaks off inside of what is read ends with an <see cref="EndOfStreamException"/>.</remarks>
internal sealed class RequestBytes(PipeReader reader)
{
    private const int LongestLine = 4096;

    /// <summary>Waits for the first byte of a request; <see langword="false"/> when the client is gone instead.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        reader.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>Reads up to and with a mark.</summary>
    /// <param name="mark">What ends the text.</param>
    /// <param name="longest">The most bytes in front of the mark.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The text before the mark, or <see langword="null"/> when it is too long.</returns>
    public async ValueTask<string?> ReadToAsync(
        ReadOnlyMemory<byte> mark,
        int longest,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (Find(read.Buffer, mark.Span, longest) is { } found)
            {
                string text = Encoding.Latin1.GetString(read.Buffer.Slice(0, found));
                reader.AdvanceTo(read.Buffer.GetPosition(found + mark.Length));
                return text;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.Buffer.Length > longest + mark.Length)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <summary>Reads a body.</summary>
    /// <returns>The answer to give where it cannot be taken, or <see langword="null"/>.</returns>
    public ValueTask<ReceiverAnswer?> ReadBodyAsync(
        RequestHead head,
        BodyBuffer body,
        CancellationToken cancellationToken
    ) =>
        head.IsChunked
            ? ReadChunksAsync(body, cancellationToken)
            : CopyAsync(head.Length ?? 0, body, cancellationToken);

    /// <summary>Throws away what the client still sends, so that it sees the answer before the connection ends.</summary>
    public async ValueTask DrainAsync(long most, CancellationToken cancellationToken)
    {
        while (most > 0)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            most -= read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static long? Find(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> mark, int longest)
    {
        SequenceReader<byte> text = new(buffer);
        return text.TryReadTo(out ReadOnlySequence<byte> before, mark) && before.Length <= longest
            ? before.Length
            : null;
    }

    private async ValueTask<ReceiverAnswer?> ReadChunksAsync(BodyBuffer body, CancellationToken cancellationToken)
    {
        while (true)
        {
            string? line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            string size = line?.Split(';')[0].Trim() ?? "";
            if (
                !uint.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint length)
                || size.Length > 8
            )
            {
                return ReceiverAnswer.NoRequest;
            }

            if (length == 0)
            {
                return await ReadTrailersAsync(cancellationToken).ConfigureAwait(false);
            }

            ReceiverAnswer? refusal = await CopyAsync(length, body, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
            {
                return refusal;
            }

            if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not "")
            {
                return ReceiverAnswer.NoRequest;
            }
        }
    }

    private async ValueTask<ReceiverAnswer?> ReadTrailersAsync(CancellationToken cancellationToken)
    {
        for (int lines = 0; lines < 64; lines++)
        {
            switch (await ReadLineAsync(cancellationToken).ConfigureAwait(false))
            {
                case "":
                    return null;
                case null:
                    return ReceiverAnswer.NoRequest;
            }
        }

        return ReceiverAnswer.NoRequest;
    }

    private ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        ReadToAsync("\r\n"u8.ToArray(), LongestLine, cancellationToken);

    private async ValueTask<ReceiverAnswer?> CopyAsync(long count, BodyBuffer body, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> part = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
            ReceiverAnswer? refusal = Append(part, body);
            count -= part.Length;
            reader.AdvanceTo(part.End);
            if (refusal is not null)
            {
                return refusal;
            }

            if (count > 0 && read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }

        return null;
    }

    private static ReceiverAnswer? Append(ReadOnlySequence<byte> part, BodyBuffer body)
    {
        foreach (ReadOnlyMemory<byte> piece in part)
        {
            for (ReadOnlyMemory<byte> rest = piece; !rest.IsEmpty; )
            {
                if (body.MakeRoom(rest.Length, out Memory<byte> room) is { } refusal)
                {
                    return refusal;
                }

                rest[..room.Length].CopyTo(room);
                body.Advance(room.Length);
                rest = rest[room.Length..];
            }
        }

        return null;
    }
}
