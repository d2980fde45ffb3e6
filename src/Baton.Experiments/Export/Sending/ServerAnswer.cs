using System.Text;
using System.Text.Json;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Export.Sending;

/// <summary>What a server's answer says, in protobuf, JSON or plain words.</summary>
/// <param name="mediaType">The answer's content type, without parameters.</param>
/// <param name="body">Its body, or the beginning of it.</param>
internal sealed class ServerAnswer(string? mediaType, ReadOnlyMemory<byte> body)
{
    private const int LongestShown = 200;

    /// <summary>
    /// How many spans were refused, and why, of an <c>ExportTraceServiceResponse</c>. Servers that answer with something else took
    /// everything: the status said so.
    /// </summary>
    public (long Rejected, string? Message) PartialSuccess()
    {
        try
        {
            return IsJson ? PartialInJson() : PartialInProtobuf();
        }
        catch (Exception error)
            when (error is MalformedTelemetryException or JsonException or InvalidOperationException or FormatException)
        {
            return (0, null);
        }
    }

    /// <summary>Why a request failed, in one line, or nothing.</summary>
    public string Problem()
    {
        string text = InStatus() ?? Encoding.UTF8.GetString(body.Span);
        string line = new([.. text.Select(character => char.IsControl(character) ? ' ' : character)]);
        line = line.Replace('\uFFFD', ' ').Trim();
        return line.Length <= LongestShown ? line : $"{line.AsSpan(0, LongestShown)}…";
    }

    private bool IsJson => mediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;

    private (long Rejected, string? Message) PartialInProtobuf()
    {
        (long rejected, string? message) = (0, null);
        ProtobufReader response = new(body.Span);
        while (response.Next())
        {
            if (response.Field != 1)
            {
                continue;
            }

            ProtobufReader partial = new(response.Bytes());
            while (partial.Next())
            {
                if (partial.Field == 1)
                {
                    rejected = partial.Integer();
                }
                else if (partial.Field == 2)
                {
                    message = partial.Text();
                }
            }
        }

        return (rejected, message);
    }

    private (long Rejected, string? Message) PartialInJson()
    {
        using JsonDocument document = JsonDocument.Parse(body);
        if (
            document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("partialSuccess", out JsonElement partial)
            || partial.ValueKind != JsonValueKind.Object
        )
        {
            return (0, null);
        }

        long rejected =
            !partial.TryGetProperty("rejectedSpans", out JsonElement count) ? 0
            : count.ValueKind == JsonValueKind.String ? long.Parse(count.GetString()!)
            : count.GetInt64();
        return (rejected, partial.Text("errorMessage"));
    }

    // A failure's body is a google.rpc.Status, if the server keeps to the specification.
    private string? InStatus()
    {
        try
        {
            if (IsJson)
            {
                using JsonDocument document = JsonDocument.Parse(body);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? document.RootElement.Text("message")
                    : null;
            }

            string? message = null;
            ProtobufReader status = new(mediaType == "application/x-protobuf" ? body.Span : []);
            while (status.Next())
            {
                message = status.Field == 2 ? status.Text() : message;
            }

            return message;
        }
        catch (Exception error)
            when (error is MalformedTelemetryException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
