using System.Text.Json;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>A tool whose calls the agent's capabilities hear of first, and may refuse.</summary>
/// <param name="function">The tool.</param>
/// <param name="turns">Finds the turn that a run belongs to.</param>
internal sealed class WatchedFunction(AIFunction function, Func<RunContext, CapableTurn?> turns)
    : DelegatingAIFunction(function)
{
    protected override async ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    )
    {
        if (Find<RunContext>(arguments) is { } run && turns(run) is { } turn)
        {
            FunctionCallContent? call = Find<FunctionCallContent>(arguments);
            ToolCallEvent asked = new(call?.CallId ?? Name, Name, ArgumentsOf(call));
            if (await turn.RefusalAsync(asked, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                // The model is told what a tool throws.
                throw new ToolRefusedException(refusal);
            }
        }

        return await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
    }

    private static T? Find<T>(AIFunctionArguments arguments)
        where T : class =>
        arguments.Context is { } context && context.TryGetValue(typeof(T), out object? value) ? value as T : null;

    private static JsonElement? ArgumentsOf(FunctionCallContent? call) =>
        call?.Arguments is { } arguments
            ? JsonSerializer.SerializeToElement(arguments, AIJsonUtilities.DefaultOptions)
            : null;
}

/// <summary>A capability does not let a call through.</summary>
internal sealed class ToolRefusedException(string message) : TopologyException(message);
