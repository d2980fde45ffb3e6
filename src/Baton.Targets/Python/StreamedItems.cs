using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.Python;

/// <summary>The items one call yields, where a <c>stream:</c> section says what they mean. Not thread-safe.</summary>
/// <param name="rules">How items are understood.</param>
internal sealed class StreamedItems(StreamRules rules)
{
    private const string Name = "the generator";
    private readonly DialectReading _reading = new(rules);

    /// <summary>Whether an item said that the agent failed.</summary>
    public bool HasFailed => _reading.Turn.Error is not null;

    /// <summary>What an item says; nothing once the stream is over.</summary>
    /// <param name="item">The item; <see langword="null"/> for JSON's null.</param>
    public IReadOnlyList<AgentEvent> Read(JsonElement? item)
    {
        if (_reading.IsOver || item is not { } value)
        {
            return [];
        }

        _reading.Take("message", value);
        return [.. _reading.Turn.Events];
    }

    /// <summary>What was held back until the generator ended.</summary>
    public IReadOnlyList<AgentEvent> Finish()
    {
        // A generator that is cut off raises; one that just ends has said all.
        _reading.Close(isSigned: true, silence: null);
        _reading.Finish();
        return [.. _reading.Turn.Events];
    }

    /// <summary>The outcome, after <see cref="Finish"/>.</summary>
    /// <param name="text">Text that was yielded beside the items, or <see langword="null"/>.</param>
    public AgentEvent Outcome(string? text) =>
        _reading.Outcome(Name) is ErrorEvent { Error.Kind: ErrorKind.NoOutput } && !string.IsNullOrEmpty(text)
            ? new FinalEvent(text)
            : _reading.Outcome(Name);
}
