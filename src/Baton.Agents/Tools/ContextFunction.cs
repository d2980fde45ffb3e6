using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tools;

/// <summary>A function of which one parameter is the run's context: the model does not see it, the run fills it in.</summary>
internal sealed class ContextFunction : DelegatingAIFunction
{
    private readonly string _parameter;

    private ContextFunction(AIFunction function, string parameter)
        : base(function)
    {
        _parameter = parameter;
        JsonSchema = Without(function.JsonSchema, parameter);
    }

    public override JsonElement JsonSchema { get; }

    /// <summary>The function itself, unless it has such a parameter.</summary>
    public static AIFunction Wrap(AIFunction function)
    {
        ParameterInfo? parameter = function
            .UnderlyingMethod?.GetParameters()
            .FirstOrDefault(each => each.ParameterType == typeof(RunContext));
        return parameter?.Name is { } name ? new ContextFunction(function, name) : function;
    }

    protected override ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    )
    {
        // The given arguments are the model's own, which the history keeps.
        AIFunctionArguments own = new(new Dictionary<string, object?>(arguments, StringComparer.Ordinal))
        {
            Context = arguments.Context,
            Services = arguments.Services,
            [_parameter] = arguments.Find<RunContext>(),
        };
        return base.InvokeCoreAsync(own, cancellationToken);
    }

    private static JsonElement Without(JsonElement schema, string parameter)
    {
        JsonObject copy = JsonObject.Create(schema)!;
        (copy["properties"] as JsonObject)?.Remove(parameter);
        if (copy["required"] is JsonArray required)
        {
            for (int index = required.Count - 1; index >= 0; index--)
            {
                if (required[index]?.GetValue<string>() == parameter)
                {
                    required.RemoveAt(index);
                }
            }

            if (required.Count == 0)
            {
                copy.Remove("required");
            }
        }

        return JsonSerializer.SerializeToElement(copy, AIJsonUtilities.DefaultOptions);
    }
}
