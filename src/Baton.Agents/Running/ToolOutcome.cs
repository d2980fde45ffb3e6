using Baton.Agents.Tools;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>What came of one call.</summary>
internal sealed record ToolOutcome(FunctionCallContent Call, object? Result, string? Error, TimeSpan Duration)
{
    public Exception? Cause { get; init; }

    /// <summary>Who takes over.</summary>
    public Agent? Handoff { get; init; }

    /// <summary>The call as it was made, when that is another than the model's: somebody changed its arguments.</summary>
    public FunctionCallContent? Made { get; init; }

    /// <summary>Whether those who look on know of it.</summary>
    public bool IsTold { get; set; }

    public ToolResultEvent ToEvent() => new(Call.CallId, Error is null ? ToolJson.Element(Result) : null, Error);

    public FunctionResultContent ToContent() =>
        Error is null
            ? new FunctionResultContent(Call.CallId, Result)
            : new FunctionResultContent(Call.CallId, $"Error: {Error}") { Exception = Cause };

    public ToolCallRecord ToRecord() => new(Call.CallId, Call.Name, Arguments(Made ?? Call), Result, Error, Duration);

    public static ToolOutcome Failed(
        FunctionCallContent call,
        string error,
        TimeSpan duration,
        Exception? cause = null
    ) => new(call, Result: null, error, duration) { Cause = cause };

    private static IReadOnlyDictionary<string, object?>? Arguments(FunctionCallContent call) =>
        call.Arguments as IReadOnlyDictionary<string, object?>
        ?? (
            call.Arguments is { } arguments ? new Dictionary<string, object?>(arguments, StringComparer.Ordinal) : null
        );
}
