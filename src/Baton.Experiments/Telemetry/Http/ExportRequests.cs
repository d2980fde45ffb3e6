using System.IO.Compression;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Telemetry.Http;

/// <summary>Decides what is done with a request: which exports are taken, and what is answered to the others.</summary>
internal sealed class ExportRequests(SpanCollector collector, ReceiverLimits limits, HeldBytes held)
{
    private const string Traces = "/v1/traces";
    private const int MostSpared = 4096;

    // Lists of thousands of spans are large objects, which only a full collection gives back.
    private List<ExportedSpan>? _spare;

    /// <summary>The answer that can be given before the body is read, or <see langword="null"/>.</summary>
    public ReceiverAnswer? Refuse(RequestHead head)
    {
        ReceiverAnswer? refusal = head switch
        {
            { Path: not (Traces or "/v1/metrics" or "/v1/logs") } => ReceiverAnswer.Refused(
                404,
                $"exports go to `{Traces}`"
            ),
            { Method: not "POST" } => ReceiverAnswer.Refused(405, "exports are posted", "Allow: POST\r\n"),
            { ContentType: not ("application/x-protobuf" or "application/json") } => ReceiverAnswer.Refused(
                415,
                "the content type is application/x-protobuf or application/json"
            ),
            { ContentEncoding: not ("" or "gzip") } => ReceiverAnswer.Refused(
                415,
                "the content encoding is gzip or none"
            ),
            { Length: { } length } when length > limits.BodyBytes => ReceiverAnswer.TooLarge(limits.BodyBytes),
            _ => null,
        };
        return refusal is null ? null : refusal with { EndsConnection = head.IsChunked || head.Length > 0 };
    }

    /// <summary>Takes in an export.</summary>
    public ReceiverAnswer Take(RequestHead head, BodyBuffer body)
    {
        // Metrics and logs follow the same settings as traces; an exporter that is refused would complain to its user.
        if (head.Path != Traces)
        {
            return ReceiverAnswer.Taken;
        }

        try
        {
            if (head.ContentEncoding.Length == 0)
            {
                return Take(body.Written, head.ContentType);
            }

            using BodyBuffer unpacked = new(limits.UnpackedBytes, held);
            return Unpack(body, unpacked) is { } refusal
                ? refusal with
                {
                    EndsConnection = false,
                }
                : Take(unpacked.Written, head.ContentType);
        }
        catch (MalformedTelemetryException error)
        {
            return ReceiverAnswer.Refused(400, error.Message);
        }
    }

    private ReceiverAnswer Take(ReadOnlyMemory<byte> export, string contentType)
    {
        List<ExportedSpan> list = Interlocked.Exchange(ref _spare, null) ?? [];
        try
        {
            List<ExportedSpan> spans =
                contentType == "application/json" ? JsonTraces.Read(export, list) : ProtobufTraces.Read(export, list);
            (int rejected, string? reason) = collector.Take(spans);
            return ReceiverAnswer.Taken with { Rejected = rejected, Problem = reason };
        }
        finally
        {
            list.Clear();
            _spare = list.Capacity <= MostSpared ? list : null;
        }
    }

    private static ReceiverAnswer? Unpack(BodyBuffer packed, BodyBuffer unpacked)
    {
        try
        {
            using GZipStream gzip = new(packed.ToStream(), CompressionMode.Decompress);
            while (true)
            {
                if (unpacked.MakeRoom(int.MaxValue, out Memory<byte> room) is { } refusal)
                {
                    return refusal;
                }

                int read = gzip.Read(room.Span);
                if (read == 0)
                {
                    return null;
                }

                unpacked.Advance(read);
            }
        }
        catch (InvalidDataException error)
        {
            throw new MalformedTelemetryException($"the body is not packed with gzip: {error.Message}", error);
        }
    }
}
