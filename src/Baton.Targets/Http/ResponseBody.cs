using System.Buffers;
using System.Text;
using Baton.Targets.Streaming;

namespace Baton.Targets.Http;

/// <summary>A response's body, read whole into a pooled buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    private byte[] _buffer;

    private ResponseBody(byte[] buffer) => _buffer = buffer;

    /// <summary>What was read, as UTF-8 without a byte order mark. Valid until this is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether the body was longer than the bound; the rest was not read.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxLength">The most bytes to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async ValueTask<ResponseBody> ReadAsync(
        HttpContent content,
        int maxLength,
        CancellationToken cancellationToken
    )
    {
        const int usualLength = 4096;
        long expected = content.Headers.ContentLength is { } length ? Math.Min(length + 1, maxLength) : usualLength;
        ResponseBody body = new(ArrayPool<byte>.Shared.Rent((int)Math.Max(expected, 256)));
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                int read = await body.FillAsync(stream, maxLength, cancellationToken).ConfigureAwait(false);
                body.Bytes = AsUtf8(body._buffer.AsMemory(0, read), content.Headers.ContentType?.CharSet);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        Bytes = default;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> FillAsync(Stream stream, int maxLength, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (true)
        {
            if (filled == _buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
                _buffer.AsSpan(0, filled).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }

            int read = await stream.ReadAsync(_buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled += read;
            IsCut = filled > maxLength;
            if (read == 0 || IsCut)
            {
                return Math.Min(filled, maxLength);
            }
        }
    }

    private static ReadOnlyMemory<byte> AsUtf8(ReadOnlyMemory<byte> bytes, string? charset)
    {
        Encoding? encoding = Named(charset?.Trim('"'));
        if (encoding is not null and not UTF8Encoding)
        {
            bytes = Encoding.UTF8.GetBytes(encoding.GetString(bytes.Span));
        }

        bytes = Utf8Bytes.Valid(bytes);
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    private static Encoding? Named(string? charset)
    {
        if (string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
