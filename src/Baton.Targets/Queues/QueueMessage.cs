namespace Baton.Targets.Queues;

/// <summary>A request as it is put into a queue.</summary>
/// <param name="Id">Its identifier, unique among all who ask; the same where it is sent again.</param>
/// <param name="Conversation">What is the same for all turns of a conversation.</param>
/// <param name="Body">The message in JSON; see <c>docs/formats/queue-messages.md</c>.</param>
/// <param name="TraceParent">The trace it belongs to, or <see langword="null"/>.</param>
internal sealed record QueueMessage(string Id, string Conversation, ReadOnlyMemory<byte> Body, string? TraceParent);

/// <summary>A reply as it was found in a queue.</summary>
/// <param name="Body">One JSON object, hopefully.</param>
/// <param name="IsCut">Whether it was longer than allowed; <paramref name="Body"/> is its start.</param>
internal readonly record struct QueueReply(ReadOnlyMemory<byte> Body, bool IsCut = false);
