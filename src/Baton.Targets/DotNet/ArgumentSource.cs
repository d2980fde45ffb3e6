using System.Reflection;
using System.Text.Json.Nodes;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>Where a parameter's value comes from: by its type where that says it, otherwise by its name.</summary>
internal static class ArgumentSource
{
    /// <summary>What there is, for messages.</summary>
    public const string Known =
        "`string input`, `IReadOnlyList<ChatMessage> messages`, `ConversationContext context`, `JsonObject metadata`, `string persona`, `string personaPrompt`, `int iteration`, `int turn`, `string runId`, `bool autoApproveTools`, `Turn`, `CancellationToken`";

    private static readonly string[] InputNames =
    [
        "input",
        "inputtext",
        "message",
        "query",
        "text",
        "content",
        "usermessage",
    ];

    private static readonly Dictionary<Type, Func<CallFacts, object?>> ByType = new()
    {
        [typeof(CancellationToken)] = static facts => facts.CancellationToken,
        [typeof(Turn)] = static facts => facts.Turn,
        [typeof(ConversationContext)] = static facts => facts.Conversation,
        [typeof(PersonaContext)] = static facts => facts.Conversation.Persona,
    };

    private static readonly Dictionary<(string Name, Type Type), Func<CallFacts, object?>> ByName = new()
    {
        [("persona", typeof(string))] = static facts => facts.Conversation.Persona?.Name,
        [("personaprompt", typeof(string))] = static facts => facts.Conversation.Persona?.Prompt,
        [("personadescription", typeof(string))] = static facts => facts.Conversation.Persona?.Prompt,
        [("iteration", typeof(int))] = static facts => facts.Conversation.Iteration,
        [("turn", typeof(int))] = static facts => facts.Turn.Number,
        [("turnnumber", typeof(int))] = static facts => facts.Turn.Number,
        [("runid", typeof(string))] = static facts => facts.Conversation.RunId,
        [("metadata", typeof(JsonObject))] = static facts => facts.Conversation.Metadata?.DeepClone(),
        [("autoapprove", typeof(bool))] = static facts => facts.Conversation.AutoApproveTools == true,
        [("autoapprovetools", typeof(bool))] = static facts => facts.Conversation.AutoApproveTools == true,
        [("traceparent", typeof(string))] = static facts => facts.Conversation.TraceParent,
        [("telemetryendpoint", typeof(Uri))] = static facts => facts.Telemetry,
    };

    /// <summary>The parameter the user's words go to: one with a usual name, else the first text nothing else is known for.</summary>
    public static ParameterInfo? InputOf(ParameterInfo[] parameters) =>
        InputNames
            .Select(name => Array.Find(parameters, parameter => TakesText(parameter) && PlainName(parameter) == name))
            .FirstOrDefault(found => found is not null)
        ?? Array.Find(
            parameters,
            parameter => TakesText(parameter) && !ByName.ContainsKey((PlainName(parameter), parameter.ParameterType))
        );

    /// <summary>Whether a parameter brings the user's words along with other things.</summary>
    public static bool HoldsInput(ParameterInfo parameter) => parameter.ParameterType == typeof(Turn);

    /// <summary>The source of a parameter, or <see langword="null"/> when there is none.</summary>
    public static Func<CallFacts, object?>? Of(ParameterInfo parameter, bool isInput)
    {
        if (isInput)
        {
            return static facts => facts.Turn.Input;
        }

        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (
            ByType.TryGetValue(type, out Func<CallFacts, object?>? source)
            || ByName.TryGetValue((PlainName(parameter), type), out source)
        )
        {
            return source;
        }

        if (!type.IsByRef && type != typeof(object) && type.IsAssignableFrom(typeof(List<ChatMessage>)))
        {
            return static facts => facts.Turn.History.ToList();
        }

        object? missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return parameter.HasDefaultValue ? _ => missing : null;
    }

    private static bool TakesText(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(object);

    private static string PlainName(ParameterInfo parameter) =>
        (parameter.Name ?? "").Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
