using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Targets.Containers.Engine;

/// <summary>The standard streams of a container over one connection that began as HTTP.</summary>
/// <remarks>
/// What comes is cut into frames: a byte for the stream (1 output, 2 error), three zeros, four bytes of length, the
/// bytes. What goes is plain. https://docs.docker.com/engine/api/v1.41/#operation/ContainerAttach
/// </remarks>
internal sealed class AttachedStreams : IDisposable
{
    private const int HeaderLength = 8;
    private const byte Error = 2;
    private const int LongestHead = 16 * 1024;

    private readonly EngineConnection _connection;
    private readonly byte[] _header = new byte[HeaderLength];

    private AttachedStreams(EngineConnection connection) => _connection = connection;

    private Stream Bytes => _connection.Stream;

    /// <summary>Asks for the streams.</summary>
    /// <param name="connection">A connection to the engine; owned from here on.</param>
    /// <param name="path">What to ask for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public static async Task<AttachedStreams> OpenAsync(
        EngineConnection connection,
        string path,
        CancellationToken cancellationToken
    )
    {
        AttachedStreams streams = new(connection);
        try
        {
            string request =
                $"POST {path} HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n";
            await streams.Bytes.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken).ConfigureAwait(false);
            string head = await streams.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return
                head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)
                || head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                ? streams
                : throw new EngineException(
                    $"the container cannot be attached: {await streams.ReasonAsync(head, cancellationToken).ConfigureAwait(false)}",
                    StatusOf(head)
                );
        }
        catch (IOException broken)
        {
            streams.Dispose();
            throw new EngineException($"the container cannot be attached: {broken.Message}", status: null, broken);
        }
        catch
        {
            streams.Dispose();
            throw;
        }
    }

    /// <summary>Writes to the container's input.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Bytes.WriteAsync(bytes, cancellationToken);

    /// <summary>Tells the container that nothing more comes.</summary>
    public ValueTask CloseInputAsync() => _connection.CloseInputAsync();

    /// <summary>Reads the head of the next frame.</summary>
    /// <returns>Whether it is standard error, and its length; <see langword="null"/> at the end.</returns>
    public async ValueTask<(bool IsError, int Length)?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        int read = await Bytes
            .ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read < HeaderLength
            ? null
            : (_header[0] == Error, BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)));
    }

    /// <summary>Reads bytes of a frame.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        Bytes.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static int? StatusOf(string head) =>
        int.TryParse(head.Split(' ').ElementAtOrDefault(1), CultureInfo.InvariantCulture, out int status)
            ? status
            : null;

    /// <summary>Why the engine refuses: its own message, or else the status line.</summary>
    private async Task<string> ReasonAsync(string head, CancellationToken cancellationToken)
    {
        string[] lines = head.Split("\r\n");
        const string Length = "Content-Length:";
        string? written = lines.FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        if (
            written is null
            || !int.TryParse(written.AsSpan(Length.Length), CultureInfo.InvariantCulture, out int length)
            || length is < 1 or > LongestHead
        )
        {
            return lines[0];
        }

        try
        {
            byte[] body = new byte[length];
            await Bytes.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
            return (string?)JsonNode.Parse(body)?["message"] ?? lines[0];
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or EndOfStreamException)
        {
            return lines[0];
        }
    }

    // Byte by byte, for what follows the head belongs to the container.
    private async Task<string> ReadHeadAsync(CancellationToken cancellationToken)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (head.Length < LongestHead)
        {
            if (await Bytes.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new IOException("the engine closed the connection");
            }

            head.Append((char)one[0]);
            if (one[0] == '\n' && head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }

        throw new IOException("the engine's answer has no end");
    }
}
