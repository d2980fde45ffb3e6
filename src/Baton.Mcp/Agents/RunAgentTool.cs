using System.ComponentModel;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Mcp.Tools;
using Baton.Topologies.Definitions;
using Baton.Topologies.Definitions.Files;
using Baton.Topologies.Execution;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Agents;

/// <summary>The tool <c>run_agent</c>: asks one agent once.</summary>
internal static class RunAgentTool
{
    private const int UsualTimeout = 300;

    private static readonly ToolInfo _info = new()
    {
        Name = "run_agent",
        Title = "Ask an agent",
        Description =
            "Asks one agent once and returns its answer, tool calls, tokens and cost. The agent is one that is kept or of a team "
            + "file (`agent`), a model (`model`), a Python function (`target`), or the agent under test of a configuration "
            + "(`config`): the quickest way to see whether a new configuration reaches its agent. It runs the agent's code, and "
            + "models may cost money.",
        Effect = ToolEffect.RunsAgents,
    };

    /// <summary>Makes the tool.</summary>
    public static McpServerTool Create(ToolRoom room) =>
        new ServerTool<RunAgentArguments, RunAgentResult>(
            _info,
            room,
            (arguments, call, cancellationToken) => RunAsync(room, arguments, call, cancellationToken)
        );

    private static Task<RunAgentResult> RunAsync(
        ToolRoom room,
        RunAgentArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        string?[] named = [arguments.Agent, arguments.Model, arguments.Target, arguments.Config];
        if (named.Count(name => name is not null) > 1)
        {
            throw new ToolCallException("`agent`, `model`, `target` and `config` each name an agent; give one of them");
        }

        return arguments.Agent is null && arguments.Model is null
            ? TargetTurn.TakeAsync(room, arguments, cancellationToken)
            : RunAloneAsync(room, arguments, call, cancellationToken);
    }

    // An agent alone is a pipeline of one stage: its capabilities, tools and limits hold as in any team.
    private static async Task<RunAgentResult> RunAloneAsync(
        ToolRoom room,
        RunAgentArguments arguments,
        ToolCall call,
        CancellationToken cancellationToken
    )
    {
        ExecutionPlace place = new(room, concurrency: 1);
        await using (place.ConfigureAwait(false))
        {
            TeamLookup lookup = new(room, place.Store);
            AgentType agent = arguments.Model is { } model
                ? ModelAgent(model, arguments.System)
                : await lookup.AgentAsync(arguments.Agent!, arguments.File, cancellationToken).ConfigureAwait(false);
            lookup.Check([agent]);
            Topology alone = new()
            {
                Name = "alone",
                Config = new PipelineConfig(),
                Members = new Dictionary<string, TopologyMember> { ["agent"] = new() { Agent = agent.Name } },
            };
            ExecutionRecord ended = await place
                .RunAsync(
                    new ExecutionPlan
                    {
                        Team = new AssembledTeam(alone, new Dictionary<string, AgentType> { [agent.Name] = agent }),
                        Input = new JsonObject { ["prompt"] = arguments.Input },
                        IsOrdered = true,
                        TimeoutSeconds = (int)(arguments.TimeoutSeconds ?? UsualTimeout),
                    },
                    call,
                    cancellationToken
                )
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            ExecutionResult result = await ExecutionResult
                .OfAsync(ended, place.Store, cancellationToken)
                .ConfigureAwait(false);
            return RunAgentResult.Of(agent.Name, result);
        }
    }

    private static AgentType ModelAgent(string model, string? system) =>
        new()
        {
            Name = "assistant",
            Role = AgentRole.Executor,
            Config = new AgentConfig { Model = model, SystemPrompt = system ?? "" },
        };
}

/// <summary>What <c>run_agent</c> takes.</summary>
internal sealed record RunAgentArguments
{
    [Description("What is said to the agent")]
    public required string Input { get; init; }

    [Description("The name of an agent that is kept, or of `file`")]
    public string? Agent { get; init; }

    [Description("A team file, YAML or JSON, from the root, in place of the store")]
    public string? File { get; init; }

    [Description("A model as provider:model, for example openai:gpt-4o-mini; keys come from the environment or .env")]
    public string? Model { get; init; }

    [Description("With `model`: its instructions")]
    public string? System { get; init; }

    [Description("A Python callable as module:function, for example app.agent:run")]
    public string? Target { get; init; }

    [Description(
        "A configuration, from the root, whose `runner` is the agent. Default, where nothing else is named: configs/simulation.yaml"
    )]
    public string? Config { get; init; }

    [Description("With `config`: the persona that speaks, by name")]
    public string? Persona { get; init; }

    [Description("How long it may take, in seconds. Default 300")]
    [Range(1, 86_400)]
    public double? TimeoutSeconds { get; init; }
}
