using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>The server's half of the WebSocket protocol, byte by byte, so that a test can get any byte wrong.</summary>
internal static class RawFrames
{
    public const byte TextOpcode = 1;
    public const byte CloseOpcode = 8;
    public const byte PingOpcode = 9;
    public const byte PongOpcode = 10;

    /// <summary>Reads the handshake and accepts it.</summary>
    public static async Task AcceptAsync(Socket socket, CancellationToken cancellationToken)
    {
        string key = await ReadKeyAsync(socket, cancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + $"Sec-WebSocket-Accept: {AcceptOf(key)}\r\n\r\n"
            ),
            cancellationToken
        );
    }

    /// <summary>Reads the handshake.</summary>
    /// <returns>The client's key.</returns>
    public static async Task<string> ReadKeyAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        string head;
        do
        {
            filled += await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            head = Encoding.ASCII.GetString(buffer, 0, filled);
        } while (!head.Contains("\r\n\r\n", StringComparison.Ordinal));

        return head.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
    }

    /// <summary>What a server answers to a client's key.</summary>
    public static string AcceptOf(string key) =>
        // The protocol's own choice, which keeps nothing secret.
#pragma warning disable CA5350
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    /// <summary>A frame of a server: no mask.</summary>
    public static byte[] Frame(byte opcode, ReadOnlySpan<byte> payload, bool isLast = true)
    {
        byte first = (byte)(opcode | (isLast ? 0x80 : 0));
        if (payload.Length < 126)
        {
            return [first, (byte)payload.Length, .. payload];
        }

        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        return [first, 127, .. length, .. payload];
    }

    /// <summary>A text message in one frame.</summary>
    public static byte[] Text(string message) => Frame(TextOpcode, Encoding.UTF8.GetBytes(message));

    /// <summary>A close frame.</summary>
    public static byte[] Close(int code, string reason = "") =>
        Frame(CloseOpcode, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)]);

    /// <summary>Reads a frame of the client; opcode 0 with nothing in it stands for the connection's end.</summary>
    public static async Task<(byte Opcode, byte[] Payload)> ReadAsync(
        Socket socket,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using NetworkStream stream = new(socket);
            byte[] head = new byte[2];
            await stream.ReadExactlyAsync(head, cancellationToken);
            int length = head[1] & 0x7F;
            if (length >= 126)
            {
                byte[] longer = new byte[length == 126 ? 2 : 8];
                await stream.ReadExactlyAsync(longer, cancellationToken);
                length = (int)longer.Aggregate(0L, (sum, next) => (sum << 8) | next);
            }

            byte[] mask = new byte[4];
            await stream.ReadExactlyAsync(mask, cancellationToken);
            byte[] payload = new byte[length];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            for (int i = 0; i < length; i++)
            {
                payload[i] ^= mask[i % 4];
            }

            return ((byte)(head[0] & 0x0F), payload);
        }
        catch (IOException)
        {
            return (0, []);
        }
    }

    /// <summary>Reads the client's next message, then says something.</summary>
    public static async Task AnswerAsync(Socket socket, byte[] answer, CancellationToken cancellationToken)
    {
        await ReadAsync(socket, cancellationToken);
        await socket.SendAsync(answer, cancellationToken);
    }
}
