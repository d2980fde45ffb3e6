using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Baton.Targets.Queues.Sqs;

/// <summary>A message as SQS hands it out.</summary>
/// <param name="Id">The service's name for it; the same when it is handed out again.</param>
/// <param name="Receipt">What deletes it or gives it back.</param>
/// <param name="Body">Its body in UTF-8.</param>
/// <param name="Deliveries">How often it was handed out, this time included.</param>
/// <param name="TraceParent">The attribute <c>traceparent</c>, or <see langword="null"/>.</param>
internal sealed record SqsMessage(string Id, string Receipt, byte[] Body, int Deliveries, string? TraceParent)
{
    /// <summary>The messages of an answer to <c>ReceiveMessage</c>.</summary>
    public static IReadOnlyList<SqsMessage> Of(JsonElement answer) =>
        answer.TryGetProperty("Messages", out JsonElement messages) && messages.ValueKind == JsonValueKind.Array
            ? [.. messages.EnumerateArray().Select(Read)]
            : [];

    private static SqsMessage Read(JsonElement message) =>
        new(
            message.GetProperty("MessageId").GetString()!,
            message.GetProperty("ReceiptHandle").GetString()!,
            Encoding.UTF8.GetBytes(message.GetProperty(nameof(Body)).GetString()!),
            message.TryGetProperty("Attributes", out JsonElement attributes)
            && attributes.TryGetProperty("ApproximateReceiveCount", out JsonElement count)
                ? int.Parse(count.GetString()!, CultureInfo.InvariantCulture)
                : 1,
            message.TryGetProperty("MessageAttributes", out JsonElement own)
            && own.TryGetProperty("traceparent", out JsonElement trace)
            && trace.TryGetProperty("StringValue", out JsonElement value)
                ? value.GetString()
                : null
        );
}
