using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>What a run gives a tool beside the model's arguments: itself and the call, each under its type.</summary>
internal static class CallSurroundings
{
    extension(AIFunctionArguments arguments)
    {
        /// <summary>The run or the call, or nothing when somebody else makes the call.</summary>
        public T? Find<T>()
            where T : class =>
            arguments.Context is { } context && context.TryGetValue(typeof(T), out object? value) ? value as T : null;
    }
}
