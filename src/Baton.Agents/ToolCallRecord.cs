namespace Baton.Agents;

/// <summary>One call of a tool in a run, after it ended.</summary>
/// <param name="CallId">What ties the call to its result in the history.</param>
/// <param name="Name">The tool as the model named it; it may be one that does not exist.</param>
/// <param name="Arguments">The arguments it was called with; <see langword="null"/> when there were none or none could be read.</param>
/// <param name="Result">What the tool returned: a JSON value for tools made of methods, otherwise what the tool gave.</param>
/// <param name="Error">Why it failed, in the words the model was told; <see langword="null"/> when it did not.</param>
/// <param name="Duration">How long it took, waiting for approval included.</param>
public sealed record ToolCallRecord(
    string CallId,
    string Name,
    IReadOnlyDictionary<string, object?>? Arguments,
    object? Result,
    string? Error,
    TimeSpan Duration
);
