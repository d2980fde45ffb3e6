using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Experiments.Models;

/// <summary>Finds the JSON object in a model's reply, and mends what models usually get wrong about JSON.</summary>
internal static class AnswerObject
{
    // More braces than that are not prose around an answer.
    private const int MostTries = 32;

    /// <summary>The first object in the reply that has a member; what stands around it is prose.</summary>
    /// <param name="reply">What the model wrote, of any form.</param>
    /// <param name="key">The member that tells the answer from other objects.</param>
    /// <returns>The object, its texts free of half characters; null when there is none.</returns>
    public static JsonObject? Find(string reply, string key)
    {
        if (Strict(reply, key) is { } strict)
        {
            return strict;
        }

        int start = -1;
        for (int tries = 0; tries < MostTries; tries++)
        {
            start = reply.IndexOf('{', start + 1);
            if (start < 0)
            {
                return null;
            }

            if (LooseObject.TryRead(reply.AsSpan(start), out JsonObject? loose) && loose.ContainsKey(key))
            {
                return loose;
            }
        }

        return null;
    }

    private static JsonObject? Strict(string reply, string key)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(reply);
            JsonElement root = document.RootElement;
            return root.ValueKind switch
            {
                // An answer that was encoded twice.
                JsonValueKind.String
                    when root.GetString() is { } inner && inner.Contains('{', StringComparison.Ordinal) => Find(
                    inner,
                    key
                ),
                JsonValueKind.Object when root.TryGetProperty(key, out _) => Node(root)!.AsObject(),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The others come from half a surrogate pair, written out or escaped.
            return null;
        }
    }

    // Of a member written twice the last counts.
    private static JsonNode? Node(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                JsonObject members = [];
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members[member.Name] = Node(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(Node)]);
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
