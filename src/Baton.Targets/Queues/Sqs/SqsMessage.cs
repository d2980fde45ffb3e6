using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Targets.Streaming;

namespace Baton.Targets.Queues.Sqs;

/// <summary>A message as SQS hands it out.</summary>
/// <param name="Id">The service's name for it; the same when it is handed out again.</param>
/// <param name="Receipt">What deletes it or gives it back.</param>
/// <param name="Body">Its body in UTF-8.</param>
/// <param name="Deliveries">How often it was handed out, this time included.</param>
/// <param name="TraceParent">The attribute <c>traceparent</c>, or <see langword="null"/>.</param>
internal sealed record SqsMessage(string Id, string Receipt, byte[] Body, int Deliveries, string? TraceParent)
{
    private const string Action = "ReceiveMessage";

    /// <summary>The messages of an answer to <c>ReceiveMessage</c>.</summary>
    /// <exception cref="QueueException">A message lacks what each must have.</exception>
    public static IReadOnlyList<SqsMessage> Of(JsonElement answer) => [.. answer.Items("Messages"u8).Select(Read)];

    private static SqsMessage Read(JsonElement message) =>
        new(
            message.Text("MessageId"u8) ?? throw SqsFailure.Lacks(Action, "MessageId"),
            message.Text("ReceiptHandle"u8) ?? throw SqsFailure.Lacks(Action, "ReceiptHandle"),
            Encoding.UTF8.GetBytes(message.Text("Body"u8) ?? throw SqsFailure.Lacks(Action, nameof(Body))),
            message.HasObject("Attributes"u8, out JsonElement attributes)
            && int.TryParse(attributes.Text("ApproximateReceiveCount"u8), CultureInfo.InvariantCulture, out int count)
                ? count
                : 1,
            message.HasObject("MessageAttributes"u8, out JsonElement own)
            && own.HasObject("traceparent"u8, out JsonElement trace)
                ? trace.Text("StringValue"u8)
                : null
        );
}
