using System.ComponentModel;
using System.Text.Json;

namespace Baton.Mcp.Agents;

/// <summary>What <c>run_agent</c> tells.</summary>
internal sealed record RunAgentResult
{
    [Description("The agent that was asked")]
    public required string Agent { get; init; }

    [Description("Whether it answered")]
    public required bool Success { get; init; }

    [Description("Its answer, or what it said before it failed")]
    public string? Output { get; init; }

    [Description("Why it failed: kind and message")]
    public string? Error { get; init; }

    [Description("How long it took in milliseconds")]
    public required double DurationMs { get; init; }

    [Description("The tools it called, as far as it told")]
    public IReadOnlyList<CalledTool> ToolCalls { get; init; } = [];

    [Description("Its tokens")]
    public long? Tokens { get; init; }

    [Description("Its cost in US dollars")]
    public decimal? Cost { get; init; }

    [Description("What it printed or logged, the last lines")]
    public IReadOnlyList<string>? Log { get; init; }

    [Description("The execution that keeps it, for an agent of the store, of a file, or a model")]
    public string? Execution { get; init; }

    /// <summary>What came of an agent that worked alone.</summary>
    public static RunAgentResult Of(string agent, ExecutionResult result) =>
        new()
        {
            Agent = agent,
            Success = result.Status == Baton.Topologies.Execution.ExecutionStatus.Completed,
            Output = result.Output,
            Error = result.Error,
            DurationMs = result.DurationMs ?? 0,
            Tokens = result.Tokens,
            Cost = result.Cost,
            Execution = result.Execution,
        };
}

/// <summary>A tool that an agent called.</summary>
internal sealed record CalledTool(
    [property: Description("The tool")] string Name,
    [property: Description("Its arguments")] JsonElement? Arguments
);
