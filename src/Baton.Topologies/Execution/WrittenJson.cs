using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Topologies.Execution;

/// <summary>A value that was written as JSON once and stands in many inputs.</summary>
/// <param name="Text">The JSON.</param>
[JsonConverter(typeof(AsItStands))]
internal readonly record struct WrittenJson(string Text)
{
    /// <summary>Writes a value.</summary>
    public static WrittenJson Of<T>(T value) => new(TopologyJson.Write(value));

    private sealed class AsItStands : JsonConverter<WrittenJson>
    {
        public override WrittenJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument value = JsonDocument.ParseValue(ref reader);
            return new WrittenJson(value.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, WrittenJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
