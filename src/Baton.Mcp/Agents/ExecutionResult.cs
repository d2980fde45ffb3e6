using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Mcp.Agents;

/// <summary>What came of an execution.</summary>
internal sealed record ExecutionResult
{
    private const int LongestOutput = 100_000;

    [Description("The execution; `resume` goes on with one that stopped")]
    public required string Execution { get; init; }

    [Description("completed, failed, cancelled, or paused (a person has to decide)")]
    public required ExecutionStatus Status { get; init; }

    [Description("The answer as text")]
    public string? Output { get; init; }

    [Description("All that the pattern puts out beside it")]
    public JsonObject? Details { get; init; }

    [Description("Why it failed or waits")]
    public string? Error { get; init; }

    [Description("How long it took in milliseconds")]
    public long? DurationMs { get; init; }

    [Description("Tokens of all steps")]
    public long? Tokens { get; init; }

    [Description("Cost of all steps in US dollars")]
    public decimal? Cost { get; init; }

    [Description("The steps that ended, in the order they did")]
    public required IReadOnlyList<ExecutionStep> Steps { get; init; }

    [Description("What people are asked; they answer with `baton agents executions approve` or `reject`")]
    public IReadOnlyList<OpenQuestion>? Questions { get; init; }

    /// <summary>What an execution came to.</summary>
    public static async Task<ExecutionResult> OfAsync(
        ExecutionRecord execution,
        ITopologyStore store,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<StepRecord> steps = await store
            .Executions.ReadStepsAsync(execution.Id, cancellationToken)
            .ConfigureAwait(false);
        Usage usage = steps.Aggregate(Usage.Unknown, (sum, step) => sum + step.Usage);
        string? output = execution.Output?["output"]?.ToString();
        JsonObject? details = execution.Output?.DeepClone().AsObject();
        details?.Remove("output");
        return new ExecutionResult
        {
            Execution = execution.Id,
            Status = execution.Status,
            Output = output is null ? null : ExecutionStep.Cut(output, LongestOutput),
            Details = details is { Count: > 0 } && details.ToJsonString().Length <= LongestOutput ? details : null,
            Error = execution.Error,
            DurationMs = execution.CompletedAt is { } end ? (long)(end - execution.StartedAt).TotalMilliseconds : null,
            Tokens = usage.TotalTokens,
            Cost = usage.Cost,
            Steps = [.. steps.Select(ExecutionStep.Of)],
            Questions =
                execution.Status == ExecutionStatus.Paused
                    ? await QuestionsAsync(execution.Id, store, cancellationToken).ConfigureAwait(false)
                    : null,
        };
    }

    private static async Task<IReadOnlyList<OpenQuestion>> QuestionsAsync(
        string id,
        ITopologyStore store,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<Approval> approvals = await store
            .Approvals.ReadAsync(id, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. approvals
                .Where(approval => approval.Decision is null)
                .Select(approval => new OpenQuestion(approval.Request.Path, approval.Request.Question)),
        ];
    }
}

/// <summary>A question that waits for a person.</summary>
internal sealed record OpenQuestion(
    [property: Description("The step that waits")] string Step,
    [property: Description("What is asked")] string Question
);

/// <summary>A step that ended.</summary>
internal sealed record ExecutionStep
{
    private const int LongestOutput = 500;

    [Description("Where it stands in the execution, for example round-2/opponent")]
    public required string Path { get; init; }

    [Description("The agent that was asked")]
    public required string Agent { get; init; }

    [Description("What it answered, its beginning")]
    public string? Output { get; init; }

    [Description("Why it failed")]
    public string? Error { get; init; }

    [Description("How often it was tried")]
    public required int Attempts { get; init; }

    [Description("How long it took in milliseconds")]
    public required long DurationMs { get; init; }

    /// <summary>A step as it is told.</summary>
    public static ExecutionStep Of(StepRecord step) =>
        new()
        {
            Path = step.Path,
            Agent = step.Agent,
            Output = step.Output is null ? null : Cut(step.Output, LongestOutput),
            Error = step.Error,
            Attempts = step.Attempts,
            DurationMs = (long)step.Duration.TotalMilliseconds,
        };

    /// <summary>The beginning of a text.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text[..most]}… ({text.Length - most} more characters)";
}
