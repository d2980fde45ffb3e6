using System.Text.Json;
using System.Text.Unicode;

namespace Baton.Experiments.Results;

/// <summary>Tells texts that are objects or lists of JSON from other texts.</summary>
internal static class JsonAsText
{
    /// <summary>Whether a text is one whole object or list, nested no deeper than readers take, whose texts can be read.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 2 || utf8[0] is not ((byte)'{' or (byte)'[') || !Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(utf8);
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
                {
                    // Half of a surrogate pair may be escaped, but is no text.
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
