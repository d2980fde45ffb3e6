using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Mcp.Tools;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Agents;

/// <summary>The tool <c>run_topology</c>.</summary>
internal static class RunTopologyTool
{
    private const int UsualConcurrency = 5;
    private const int UsualTimeout = 3600;

    private static readonly ToolInfo _info = new()
    {
        Name = "run_topology",
        Title = "Run a topology",
        Description =
            "Runs agents that work together: a topology that is kept, or one of a team file. Every step is recorded before anything "
            + "depends on it; an execution that was cancelled or failed goes on with `resume`. One that waits for a person's "
            + "approval comes back `paused`: only a person decides, with `baton agents executions approve`. Models may cost money.",
        Effect = ToolEffect.RunsAgents,
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<RunTopologyArguments, ExecutionResult>(
            _info,
            room,
            (arguments, call, cancellationToken) => RunAsync(room, arguments, call, cancellationToken)
        );

    private static async Task<ExecutionResult> RunAsync(
        ToolRoom room,
        RunTopologyArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        int concurrency = arguments.MaxConcurrent ?? UsualConcurrency;
        ExecutionPlan plan = new()
        {
            Resume = arguments.Resume,
            Input = arguments.Resume is null ? InputOf(arguments) : null,
            IsOrdered = arguments.Runner == RunnerChoice.Local,
            Concurrency = concurrency,
            TimeoutSeconds = arguments.TimeoutSeconds ?? UsualTimeout,
            CorrelationId = arguments.CorrelationId,
        };
        ExecutionPlace place = new(room, concurrency);
        await using (place.ConfigureAwait(false))
        {
            if (arguments.Resume is null)
            {
                AssembledTeam team = await new TeamLookup(room, place.Store)
                    .TopologyAsync(arguments.Topology, arguments.File, cancellationToken)
                    .ConfigureAwait(false);
                plan = plan with { Team = team };
            }

            ExecutionRecord ended = await place.RunAsync(plan, call, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return await ExecutionResult.OfAsync(ended, place.Store, cancellationToken).ConfigureAwait(false);
        }
    }

    private static JsonObject InputOf(RunTopologyArguments arguments) =>
        (arguments.Prompt, arguments.Input) switch
        {
            ({ } prompt, null) => new JsonObject { ["prompt"] = prompt },
            (null, { } input) => input,
            (null, null) => throw new ToolCallException("give the input: `prompt`, a text, or `input`, an object"),
            _ => throw new ToolCallException("give `prompt` or `input`, not both"),
        };
}

/// <summary>What <c>run_topology</c> takes.</summary>
internal sealed record RunTopologyArguments
{
    [Description("The topology's name; with `file` the one of the file. Default: the file's own")]
    public string? Topology { get; init; }

    [Description("A team file, YAML or JSON, from the root, in place of the store")]
    public string? File { get; init; }

    [Description("The input as text")]
    public string? Prompt { get; init; }

    [Description("The input as an object, in place of `prompt`")]
    public JsonObject? Input { get; init; }

    [Description("local: one step at a time; async: all at once that may be. Default async")]
    public RunnerChoice Runner { get; init; } = RunnerChoice.Async;

    [Description("The most agents at work at once, with runner async. Default 5")]
    [Range(1, 1000)]
    public int? MaxConcurrent { get; init; }

    [Description("How long the execution may take, in seconds. Default 3600")]
    [Range(1, 86_400)]
    public int? TimeoutSeconds { get; init; }

    [Description("A word of your own that ties the execution to other things")]
    public string? CorrelationId { get; init; }

    [Description("An execution that stopped: goes on with it, in place of a new one")]
    public string? Resume { get; init; }
}

/// <summary>How steps are run.</summary>
internal enum RunnerChoice
{
    /// <summary>One at a time.</summary>
    Local,

    /// <summary>All at once that may be.</summary>
    Async,
}
