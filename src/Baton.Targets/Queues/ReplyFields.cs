using System.Text.Json;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Queues;

/// <summary>What a reply says about itself at its top, read as far as the bytes are JSON.</summary>
/// <param name="Request">The request it answers, or <see langword="null"/>.</param>
/// <param name="Sequence">Which of the replies to that request it is, from 1, or <see langword="null"/>.</param>
/// <param name="HasType">Whether it says of what type it is.</param>
internal readonly record struct ReplyFields(long? Request, long? Sequence, bool HasType)
{
    /// <summary>Reads the fields. Never throws: what comes after broken JSON is left out.</summary>
    public static ReplyFields Read(ReadOnlySpan<byte> reply)
    {
        long? id = null;
        long? request = null;
        long? sequence = null;
        bool hasType = false;
        Utf8JsonReader json = new(reply, isFinalBlock: false, default);
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                {
                    continue;
                }

                if (json.ValueTextEquals("id"u8))
                {
                    id = RequestNumber(ref json);
                }
                else if (json.ValueTextEquals("request_id"u8))
                {
                    request = RequestNumber(ref json);
                }
                else if (json.ValueTextEquals("seq"u8))
                {
                    sequence =
                        json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number)
                            ? number
                            : null;
                }
                else if (json.ValueTextEquals("type"u8))
                {
                    hasType = true;
                }
            }
        }
        catch (JsonException)
        {
            // What was read so far is all there is.
        }

        return new ReplyFields(request ?? id, sequence, hasType);
    }

    private static long? RequestNumber(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String && !json.ValueIsEscaped
            ? RequestId.Read(json.ValueSpan)
            : null;
}
