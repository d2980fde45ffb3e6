using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Tools were called.</summary>
internal sealed record ToolCalledCheck : ToolCheck, IValidatedSection
{
    private readonly JsonElement? _arguments;

    /// <summary>A tool or a list of tools.</summary>
    public required TextOrTexts Tools { get; init; }

    /// <summary>Whether one of the tools is enough, <c>any</c>, or <c>all</c> must be called. Default <c>all</c>.</summary>
    public MatchMode Match { get; init; } = MatchMode.All;

    /// <summary>Arguments the call must have; it may have more. Default: any.</summary>
    public JsonObject? Arguments
    {
        get;
        init
        {
            field = value;
            _arguments = value is null ? null : TraceView.ElementOf(value);
        }
    }

    /// <summary>Whether only calls that did not fail count. Default false.</summary>
    public bool Successful { get; init; }

    /// <summary>The least calls of each tool. Default 1.</summary>
    [Range(1)]
    public int MinTimes { get; init; } = 1;

    /// <summary>The most calls of each tool. Default: no bound.</summary>
    [Range(1)]
    public int? MaxTimes { get; init; }

    internal override string Word => "tool_called";

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Tools.Texts.Count == 0)
        {
            section.Error("tools", "is empty; name a tool");
        }

        if (MaxTimes < MinTimes)
        {
            section.Error("max_times", "is less than `min_times`");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(IReadOnlyList<TraceToolCall> calls)
    {
        string[] problems = [.. Tools.Texts.Select(tool => ProblemOf(tool, calls)).OfType<string>()];
        bool holds = Match == MatchMode.All ? problems.Length == 0 : problems.Length < Tools.Texts.Count;
        return holds ? CheckResult.Pass : CheckResult.Fail($"{string.Join("; ", problems)}; {Called(calls)}");
    }

    private string? ProblemOf(string tool, IReadOnlyList<TraceToolCall> calls)
    {
        int times = calls.Count(call => IsMeant(call, tool));
        return times > MaxTimes ? $"`{tool}` was called {times} times, and {MaxTimes} are allowed"
            : times >= MinTimes ? null
            : times > 0 ? $"`{tool}` was called {times} times, and {MinTimes} are wanted"
            : calls.Any(call => call.Name == tool) ? $"`{tool}` was not called as wanted"
            : $"`{tool}` was not called";
    }

    private bool IsMeant(TraceToolCall call, string tool) =>
        string.Equals(call.Name, tool, StringComparison.Ordinal)
        && (!Successful || call.Error is null)
        && (_arguments is not { } wanted || call.Arguments is { } given && Holds(given, wanted));

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
