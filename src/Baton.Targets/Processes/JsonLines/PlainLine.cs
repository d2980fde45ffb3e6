using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.JsonLines;

/// <summary>Reads the two lines that make up nearly all traffic, a text <c>delta</c> and a text <c>final</c>, in one pass.</summary>
internal static class PlainLine
{
    /// <summary>The line, or <see langword="null"/> when it has any other property or shape and needs the full reading.</summary>
    public static AgentLine? TryRead(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        bool isDelta = false;
        bool isFinal = false;
        long? request = null;
        string? delta = null;
        string? output = null;
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = reader.ValueTextEquals("type"u8);
                bool isId = reader.ValueTextEquals("id"u8);
                bool isText = reader.ValueTextEquals("delta"u8);
                bool isOutput = reader.ValueTextEquals("output"u8);
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return null;
                }

                if (isType)
                {
                    isDelta = reader.ValueTextEquals("delta"u8);
                    isFinal = reader.ValueTextEquals("final"u8);
                    if (!isDelta && !isFinal)
                    {
                        return null;
                    }
                }
                else if (isId)
                {
                    request = reader.ValueIsEscaped ? null : RequestId.Read(reader.ValueSpan);
                }
                else if (isText)
                {
                    delta = reader.GetString();
                }
                else if (isOutput)
                {
                    output = reader.GetString();
                }
                else
                {
                    return null;
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return isDelta && delta is { Length: > 0 } && output is null
                ? new EventLine(new TextEvent(delta)) { Request = request }
            : isFinal && output is not null && delta is null
                ? new EndLine(new AgentAnswer(output), Error: null) { Request = request }
            : null;
    }
}
