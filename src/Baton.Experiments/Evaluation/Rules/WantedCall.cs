using System.Text.Json;
using Baton.Experiments.Traces;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>A tool call that is wanted.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Arguments the call must have, it may have more; <see langword="null"/> for any.</param>
internal sealed record WantedCall(string Name, JsonElement? Arguments)
{
    /// <summary>Those that stand in a trace: names, or objects with <c>name</c> and perhaps <c>arguments</c>.</summary>
    /// <returns><see langword="null"/> where there are none.</returns>
    public static IReadOnlyList<WantedCall>? At(DataPath path, TraceView trace)
    {
        if (!path.TryGet(trace.Document, out JsonElement found))
        {
            return null;
        }

        IEnumerable<JsonElement> items = found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [found];
        return [.. items.Select(Of).OfType<WantedCall>()];
    }

    /// <summary>Whether a call is the wanted one.</summary>
    public bool Is(TraceToolCall call) =>
        string.Equals(call.Name, Name, StringComparison.Ordinal)
        && (Arguments is not { } wanted || call.Arguments is { } given && Holds(given, wanted));

    private static WantedCall? Of(JsonElement item) =>
        item.ValueKind switch
        {
            JsonValueKind.String => new WantedCall(item.GetString()!, null),
            JsonValueKind.Object
                when item.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String =>
                new WantedCall(
                    name.GetString()!,
                    item.TryGetProperty("arguments", out JsonElement arguments) ? arguments : null
                ),
            _ => null,
        };

    /// <summary>Whether a value has every member that is wanted, at every depth; anything but an object must be the same.</summary>
    private static bool Holds(JsonElement given, JsonElement wanted) =>
        wanted.ValueKind == JsonValueKind.Object
            ? given.ValueKind == JsonValueKind.Object
                && wanted
                    .EnumerateObject()
                    .All(member =>
                        given.TryGetProperty(member.Name, out JsonElement value) && Holds(value, member.Value)
                    )
            : JsonElement.DeepEquals(given, wanted);
}
