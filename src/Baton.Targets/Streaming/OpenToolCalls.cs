using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming;

/// <summary>Tool calls whose arguments come in pieces, until each is whole.</summary>
/// <remarks>A call is told once: what repeats it, under the same identifier, is left out.</remarks>
internal sealed class OpenToolCalls
{
    private readonly List<OpenCall> _open = [];
    private readonly HashSet<string> _told = [];
    private int _unnamed;

    /// <summary>The identifier of the call told last, or <see langword="null"/>.</summary>
    public string? Last { get; private set; }

    /// <summary>Opens a call, or adds to one what was not known yet.</summary>
    /// <param name="key">What its pieces carry: a position or an identifier.</param>
    /// <param name="id">What ties it to its result, where known.</param>
    /// <param name="name">The tool, where known.</param>
    public void Open(string key, string? id, string? name)
    {
        OpenCall call = Find(key) ?? Add(key);
        call.Id ??= string.IsNullOrEmpty(id) ? null : id;
        call.Name ??= string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>Whether a call with this key is open.</summary>
    public bool IsOpen(string key) => Find(key) is not null;

    /// <summary>Adds a piece of a call's arguments, as JSON text.</summary>
    /// <returns>Whether the arguments are still of a size that can be kept.</returns>
    public bool Append(string key, string? piece)
    {
        OpenCall call = Find(key) ?? Add(key);
        call.Arguments.Append(piece);
        return call.Arguments.Length <= StreamedAnswer.LargestItem;
    }

    /// <summary>Puts whole arguments, as JSON or as a string of JSON, in the place of the pieces.</summary>
    public void Replace(string key, JsonElement arguments)
    {
        OpenCall call = Find(key) ?? Add(key);
        if (arguments.ValueKind == JsonValueKind.String)
        {
            call.Arguments.Clear().Append(JsonText.String(arguments));
        }
        else
        {
            call.Whole = arguments.Clone();
        }
    }

    /// <summary>Closes a call; <see langword="null"/> when there is none, or it was told before.</summary>
    public ToolCallEvent? Close(string key)
    {
        if (Find(key) is not { } call)
        {
            return null;
        }

        _open.Remove(call);
        return Tell(call);
    }

    /// <summary>Closes the call with an identifier, whatever its key.</summary>
    public ToolCallEvent? CloseId(string id) =>
        _open.Find(call => string.Equals(call.Id, id, StringComparison.Ordinal)) is { } call ? Close(call.Key) : null;

    /// <summary>Closes all calls, in the order in which they were opened.</summary>
    public IEnumerable<ToolCallEvent> CloseAll()
    {
        while (_open.Count > 0)
        {
            if (Close(_open[0].Key) is { } told)
            {
                yield return told;
            }
        }
    }

    private OpenCall? Find(string key) => _open.Find(call => string.Equals(call.Key, key, StringComparison.Ordinal));

    private OpenCall Add(string key)
    {
        OpenCall call = new(key);
        _open.Add(call);
        return call;
    }

    private ToolCallEvent? Tell(OpenCall call)
    {
        string id = call.Id ?? $"call-{++_unnamed}";
        if (!_told.Add(id))
        {
            return null;
        }

        Last = id;
        return new ToolCallEvent(id, call.Name ?? "unknown", call.Whole ?? Parse(call.Arguments));
    }

    /// <summary>Arguments as JSON; what is no JSON is kept as a string, for the trace to show.</summary>
    private static JsonElement? Parse(StringBuilder pieces)
    {
        string text = pieces.ToString();
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, StreamInterpreter.Parsing);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, StreamJson.Default.String);
        }
    }

    private sealed class OpenCall(string key)
    {
        public string Key => key;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        public JsonElement? Whole { get; set; }
    }
}
