using System.Collections.ObjectModel;
using Baton.Agents.Providers;
using Baton.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>The limits and ways of a run. Immutable: one configuration may serve any number of runs at once.</summary>
public sealed record RunConfig
{
    internal static readonly IReadOnlyDictionary<string, object?> NoMetadata = ReadOnlyDictionary<
        string,
        object?
    >.Empty;

    /// <summary>The defaults.</summary>
    public static RunConfig Default { get; } = new();

    /// <summary>The most turns: a turn is one answer of the model and the calls of tools in it. Default 10; at least 1.</summary>
    /// <remarks>A run that wants more ends with <c>Failed</c> and <c>max_turns</c>, after the last turn's tools have run.</remarks>
    public int MaxTurns { get; init; } = 10;

    /// <summary>How long the run may take. Default 300 s; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long one turn may take, its repeated attempts and tools included. Default 60 s; more than zero, or
    /// <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan TimeoutPerTurn { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a tool that fails ends the run instead of being told to the model. Default: no.</summary>
    public bool StopOnToolError { get; init; }

    /// <summary>Whether the run's events are written to <see cref="VerboseOutput"/> as they happen. Default: no.</summary>
    public bool Verbose { get; init; }

    /// <summary>Where <see cref="Verbose"/> writes. Default: standard error.</summary>
    public TextWriter? VerboseOutput { get; init; }

    /// <summary>Whether activities and metrics are recorded when somebody listens. Default: yes.</summary>
    public bool TraceEnabled { get; init; } = true;

    /// <summary>Whether activities hold messages, arguments and results. Default: no, they may be private.</summary>
    public bool TraceContent { get; init; }

    /// <summary>The run's identifier. Default: a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>Facts of the caller's own, found again in the result. Default: none.</summary>
    public IReadOnlyDictionary<string, object?> Metadata { get; init; } = NoMetadata;

    /// <summary>The first values of <see cref="RunContext.Variables"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = NoMetadata;

    /// <summary>
    /// The most tokens, read and written, of all model calls together; checked after each. Default: no limit. An answer
    /// that is already there is not thrown away.
    /// </summary>
    public long? MaxTokens { get; init; }

    /// <summary>The most US dollars of all model calls together; checked as <see cref="MaxTokens"/> is. Default: no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>How long one call of a tool may take before it counts as failed. Default: as long as the turn.</summary>
    public TimeSpan? ToolTimeout { get; init; }

    /// <summary>How many tools of one turn may run at once. Default 16; at least 1.</summary>
    public int MaxParallelTools { get; init; } = 16;

    /// <summary>When and how often a failed model call is made again. Default: as <see cref="ModelRetry"/> says.</summary>
    /// <remarks>
    /// Counts for whatever client the agent has. A client that has repeated the call on its own account is not asked again.
    /// A stream is not asked for again once it has begun.
    /// </remarks>
    public ModelRetry Retry { get; init; } = new();

    /// <summary>The models asked, in order, when the agent's own fails for good. Default: none.</summary>
    public IReadOnlyList<ModelChoice> FallbackModels { get; init; } = [];

    /// <summary>How often a typed answer that does not fit its type is sent back to be corrected. Default 2.</summary>
    public int MaxOutputRepairs { get; init; } = 2;

    /// <summary>Where the conversation is kept between runs: read at the start, added to at the end. Default: nowhere.</summary>
    public ISession? Session { get; init; }

    /// <summary>Shortens what the model is sent; the result and the session keep everything. Default: nothing is left out.</summary>
    public IChatReducer? Reducer { get; init; }

    /// <summary>Called around the run, each model call and each tool call, in order, before the agent's own. Default: none.</summary>
    public IReadOnlyList<RunHooks> Hooks { get; init; } = [];

    /// <summary>
    /// Decides, while the run waits, about calls of tools that require approval. Default: none; the run then pauses
    /// (<see cref="RunResult.Paused"/>).
    /// </summary>
    public ToolApprover? ApproveTool { get; init; }

    /// <summary>The prices that make up <see cref="RunResult.Cost"/>. Default: list prices.</summary>
    public ModelCatalog Catalog { get; init; } = ModelCatalog.Default;

    /// <summary>Makes the client of a model named <c>provider:model</c>. Default: <see cref="ModelClientFactory.Shared"/>.</summary>
    public Func<string, IChatClient>? ModelClients { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the jitter of waits comes from. Default: seeded anew for each run.</summary>
    public Random? Random { get; init; }

    /// <summary>Everything that is wrong with the values, one sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (MaxTurns < 1)
        {
            yield return $"`MaxTurns` is {MaxTurns}; it must be at least 1";
        }

        if (MaxParallelTools < 1)
        {
            yield return $"`MaxParallelTools` is {MaxParallelTools}; it must be at least 1";
        }

        if (MaxOutputRepairs < 0)
        {
            yield return $"`MaxOutputRepairs` is {MaxOutputRepairs}; it must not be negative";
        }

        if (IsWrong(MaxTime))
        {
            yield return Wrong(nameof(MaxTime), MaxTime);
        }

        if (IsWrong(TimeoutPerTurn))
        {
            yield return Wrong(nameof(TimeoutPerTurn), TimeoutPerTurn);
        }

        if (ToolTimeout is { } toolTimeout && IsWrong(toolTimeout))
        {
            yield return Wrong(nameof(ToolTimeout), toolTimeout);
        }

        if (MaxTokens < 1)
        {
            yield return $"`MaxTokens` is {MaxTokens}; it must be more than zero, or null for no limit";
        }

        if (MaxCost <= 0)
        {
            yield return $"`MaxCost` is {MaxCost}; it must be more than zero, or null for no limit";
        }

        if (Retry.MaxAttempts < 1)
        {
            yield return $"`Retry.MaxAttempts` is {Retry.MaxAttempts}; it must be at least 1";
        }

        if (Retry.FirstDelay < TimeSpan.Zero)
        {
            yield return $"`Retry.FirstDelay` is {Retry.FirstDelay}; it must not be negative";
        }

        if (Retry.MaxDelay < TimeSpan.Zero)
        {
            yield return $"`Retry.MaxDelay` is {Retry.MaxDelay}; it must not be negative";
        }
    }

    private static bool IsWrong(TimeSpan limit) =>
        limit != Timeout.InfiniteTimeSpan && (limit <= TimeSpan.Zero || limit.TotalMilliseconds > uint.MaxValue - 1);

    private static string Wrong(string name, TimeSpan limit) =>
        $"`{name}` is {limit}; it must be more than zero and at most 49 days, or Timeout.InfiniteTimeSpan for no limit";
}
