using System.Text;
using System.Text.Json;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>What an exporter is answered.</summary>
internal sealed record ReceiverAnswer
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private const int InvalidArgument = 3;

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>How many spans were refused.</summary>
    public int Rejected { get; init; }

    /// <summary>Whether the connection ends with the answer: the rest of the request was not read.</summary>
    public bool EndsConnection { get; init; }

    /// <summary>A further header with its line break, or nothing.</summary>
    public string Header { get; init; } = "";

    /// <summary>Everything was taken.</summary>
    public static ReceiverAnswer Taken { get; } = new() { Status = 200 };

    /// <summary>Too many bytes are under way; the exporter may try again.</summary>
    public static ReceiverAnswer Busy { get; } =
        new()
        {
            Status = 503,
            Problem = "too many exports at once; try again",
            EndsConnection = true,
            Header = "Retry-After: 1\r\n",
        };

    /// <summary>The request is no HTTP/1 request.</summary>
    public static ReceiverAnswer NoRequest { get; } =
        new()
        {
            Status = 400,
            Problem = "this is no request of HTTP/1.1",
            EndsConnection = true,
        };

    /// <summary>The body is larger than is taken.</summary>
    public static ReceiverAnswer TooLarge(int most) =>
        new()
        {
            Status = 413,
            Problem = $"an export has at most {most} bytes; make batches smaller",
            EndsConnection = true,
        };

    /// <summary>Anything else that cannot be taken; the exporter shall not try it again.</summary>
    public static ReceiverAnswer Refused(int status, string problem, string header = "") =>
        new()
        {
            Status = status,
            Problem = problem,
            Header = header,
        };

    /// <summary>The whole answer as it goes over the wire.</summary>
    /// <param name="inJson">Whether the exporter spoke JSON.</param>
    /// <param name="keepsAlive">Whether the client would use the connection again.</param>
    public byte[] ToBytes(bool inJson, bool keepsAlive)
    {
        byte[] body = inJson ? JsonBody() : ProtobufBody();
        string head =
            $"HTTP/1.1 {Status} {Word()}\r\nContent-Type: {(inJson ? Json : Protobuf)}\r\n"
            + $"Content-Length: {body.Length}\r\n{Header}"
            + (keepsAlive && !EndsConnection ? "\r\n" : "Connection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private string Word() =>
        Status switch
        {
            200 => "OK",
            400 => "Bad Request",
            404 => "Not Found",
            405 => "Method Not Allowed",
            408 => "Request Timeout",
            413 => "Content Too Large",
            415 => "Unsupported Media Type",
            431 => "Request Header Fields Too Large",
            _ => "Service Unavailable",
        };

    private byte[] JsonBody()
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            if (Status != 200)
            {
                json.WriteNumber("code"u8, InvalidArgument);
                json.WriteString("message"u8, Problem);
            }
            else if (Problem is not null)
            {
                json.WriteStartObject("partialSuccess"u8);
                json.WriteString("rejectedSpans"u8, $"{Rejected}");
                json.WriteString("errorMessage"u8, Problem);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    // google.rpc.Status has the code in field 1 and the message in field 2; a partial success likewise, in field 1.
    private byte[] ProtobufBody()
    {
        if (Problem is null)
        {
            return [];
        }

        byte[] text = Encoding.UTF8.GetBytes(Problem);
        byte[] message =
        [
            0x08,
            .. Varint(Status == 200 ? Rejected : InvalidArgument),
            0x12,
            .. Varint(text.Length),
            .. text,
        ];
        return Status == 200 ? [0x0A, .. Varint(message.Length), .. message] : message;
    }

    private static List<byte> Varint(int value)
    {
        List<byte> bytes = [];
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                bytes.Add((byte)rest);
                return bytes;
            }

            bytes.Add((byte)(rest | 0x80));
        }
    }
}
