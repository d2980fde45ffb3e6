using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Traces;
using Baton.Targets.Templates;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>Tools were called.</summary>
internal sealed record ToolCalledCheck : ToolCheck, IValidatedSection
{
    private readonly JsonElement? _arguments;

    /// <summary>A tool or a list of tools. Default: those at <see cref="ExpectedPath"/>.</summary>
    public TextOrTexts? Tools { get; init; }

    /// <summary>
    /// Where in the trace stand the wanted calls, for example <c>metadata.expected.actions</c>: a list of names or of
    /// <c>{name, arguments}</c>.
    /// </summary>
    public DataPath? ExpectedPath { get; init; }

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
        if (Tools is null && ExpectedPath is null)
        {
            section.Error("tools", "is missing; name a tool, or say with `expected_path` where the wanted calls stand");
        }
        else if (Tools is { Texts.Count: 0 })
        {
            section.Error("tools", "is empty; name a tool");
        }
        else if (ExpectedPath is not null && (Tools is not null || Arguments is not null))
        {
            section.Error(
                "expected_path",
                $"cannot stand beside `{(Tools is null ? "arguments" : "tools")}`; keep one"
            );
        }

        if (MaxTimes < MinTimes)
        {
            section.Error("max_times", "is less than `min_times`");
        }
    }

    /// <inheritdoc/>
    protected override CheckResult ApplyTo(IReadOnlyList<TraceToolCall> calls, TraceView trace)
    {
        IReadOnlyList<WantedCall>? wanted =
            ExpectedPath is not null ? WantedCall.At(ExpectedPath, trace)
            : Tools is not null ? [.. Tools.Texts.Select(tool => new WantedCall(tool, _arguments))]
            : null;
        if (wanted is not { Count: > 0 })
        {
            return CheckResult.Skip($"there are no wanted calls at `{ExpectedPath}`");
        }

        string[] problems = [.. wanted.Select(call => ProblemOf(call, calls)).OfType<string>()];
        bool holds = Match == MatchMode.All ? problems.Length == 0 : problems.Length < wanted.Count;
        return holds ? CheckResult.Pass : CheckResult.Fail($"{string.Join("; ", problems)}; {Called(calls)}");
    }

    private string? ProblemOf(WantedCall wanted, IReadOnlyList<TraceToolCall> calls)
    {
        string tool = wanted.Name;
        int times = calls.Count(call => IsMeant(call, wanted));
        return times > MaxTimes ? $"`{tool}` was called {times} times, and {MaxTimes} are allowed"
            : times >= MinTimes ? null
            : times > 0 ? $"`{tool}` was called {times} times, and {MinTimes} are wanted"
            : calls.Any(call => call.Name == tool) ? $"`{tool}` was not called as wanted"
            : $"`{tool}` was not called";
    }

    private bool IsMeant(TraceToolCall call, WantedCall wanted) =>
        (!Successful || call.Error is null) && wanted.Is(call);
}
