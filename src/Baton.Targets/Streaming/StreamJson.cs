using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Baton.Targets.Streaming;

/// <summary>How plain values become JSON.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class StreamJson : JsonSerializerContext;
