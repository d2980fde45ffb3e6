using System.Text;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Tells why a span failed: by its status, by an exception, but not against the agent's own word.</summary>
internal static class SpanFailure
{
    /// <summary>Why a span failed, or <see langword="null"/> when it did not.</summary>
    public static string? Of(in SpanFields fields)
    {
        SpanEvent? exception = fields.Failed == false ? null : Exception(fields);
        if (fields.Failed == false || (fields.Failed is null && exception is null))
        {
            return null;
        }

        if (fields.Failed == true && !fields.StatusMessage.IsEmpty)
        {
            return Encoding.UTF8.GetString(fields.StatusMessage);
        }

        string? type =
            NullIfEmpty(exception is null ? [] : exception.Text(fields.Message, "exception.type"u8))
            ?? NullIfEmpty(fields.Failed == true ? KeyValue.FindText(fields.Message, field: 9, "error.type"u8) : []);
        string? message = NullIfEmpty(exception is null ? [] : exception.Text(fields.Message, "exception.message"u8));
        return (type, message) switch
        {
            (not null, not null) => $"{type}: {message}",
            (null, null) => "failed",
            _ => type ?? message,
        };
    }

    // The last one is the one that got out.
    private static SpanEvent? Exception(in SpanFields fields)
    {
        for (int i = (fields.Events?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (fields.Events![i].Name.Of(fields.Message).SequenceEqual("exception"u8))
            {
                return fields.Events[i];
            }
        }

        return null;
    }

    private static string? NullIfEmpty(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
