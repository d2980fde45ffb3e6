using System.Text.Json;
using Baton.Agents.Running;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>An agent as a tool of another: a run inside the run.</summary>
internal sealed class AgentTool(Agent agent, string name, string description) : AIFunction
{
    private static readonly JsonElement Schema = JsonDocument
        .Parse(
            """{"type":"object","properties":{"input":{"type":"string","description":"What the agent is asked"}},"required":["input"]}"""
        )
        .RootElement;

    /// <summary>Who works.</summary>
    public Agent Agent => agent;

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => Schema;

    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    )
    {
        RunContext? caller = arguments.Find<RunContext>();
        string input = arguments.GetValueOrDefault("input") switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
            null => throw new ArgumentException("The argument `input` is missing"),
            object other => other.ToString()!,
        };
        string callId = arguments.Find<FunctionCallContent>()?.CallId ?? Name;
        RunResult result = await NestedRun
            .RunAsync(agent, input, caller?.Run, callId, cancellationToken)
            .ConfigureAwait(false);
        return result.Status switch
        {
            RunStatus.Completed => result.FinalOutput,
            RunStatus.Cancelled => throw new OperationCanceledException(cancellationToken),
            RunStatus.Running => throw new AgentException(
                $"The agent `{agent.Name}` waits for an approval that nobody can give inside another run; "
                    + "set `ApproveTool` in the configuration"
            )
            {
                Result = result,
            },
            _ => throw new AgentException($"The agent `{agent.Name}` failed: {result.Error?.Message}")
            {
                Result = result,
            },
        };
    }
}
