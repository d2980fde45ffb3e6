using System.Text.Json.Serialization;

namespace Baton.Targets.Streaming;

/// <summary>How plain values become JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class StreamJson : JsonSerializerContext;
