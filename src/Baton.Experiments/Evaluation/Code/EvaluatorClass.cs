using System.Reflection;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Settings;
using Baton.Targets.DotNet;

namespace Baton.Experiments.Evaluation.Code;

/// <summary>Finds and makes the evaluator in an assembly of the user's.</summary>
internal static class EvaluatorClass
{
    /// <summary>Makes the evaluator.</summary>
    /// <exception cref="DotNetLoadException">The class is missing, is no evaluator or cannot be made.</exception>
    public static IEvaluator Create(Assembly assembly, DotNetEvaluatorSettings settings)
    {
        try
        {
            return Create(Find(assembly, settings), settings);
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } cause)
        {
            throw new DotNetLoadException($"its constructor threw {cause.GetType().Name}: {cause.Message}", cause);
        }
        catch (Exception missing)
            when (missing is IOException or TypeLoadException or ReflectionTypeLoadException or BadImageFormatException)
        {
            throw new DotNetLoadException(
                $"`{settings.Assembly}` cannot be loaded: {missing.Message.TrimEnd('.')}; its dependencies must lie beside it: set `<EnableDynamicLoading>true</EnableDynamicLoading>` in its project",
                missing
            );
        }
    }

    private static Type Find(Assembly assembly, DotNetEvaluatorSettings settings)
    {
        Type[] evaluators =
        [
            .. assembly
                .GetExportedTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false } && IsEvaluator(type)),
        ];
        string known =
            evaluators.Length == 0
                ? "it has no public class that implements `IEvaluator` of this Baton"
                : $"its evaluators: {string.Join(", ", evaluators.Select(type => $"`{type.FullName}`"))}";
        if (settings.Class is not { } name)
        {
            return evaluators is [Type only]
                ? only
                : throw new DotNetLoadException($"`{settings.Assembly}`: name the `class`; {known}");
        }

        return Array.Find(evaluators, type => type.FullName == name)
            ?? throw new DotNetLoadException(
                $"`{settings.Assembly}` has no evaluator `{name}`; "
                    + (
                        Suggestion.For(name, evaluators.Select(type => type.FullName!)) is { } meant
                            ? $"did you mean `{meant}`?"
                            : known
                    )
            );
    }

    private static bool IsEvaluator(Type type) => type.IsAssignableTo(typeof(IEvaluator));

    private static IEvaluator Create(Type type, DotNetEvaluatorSettings settings)
    {
        (Type[] Parameters, object?[] Arguments)[] ways =
        [
            ([typeof(string), typeof(JsonObject)], [settings.Name, Parsed(settings.Parameters)]),
            ([typeof(string)], [settings.Name]),
            ([], []),
        ];
        foreach ((Type[] parameters, object?[] arguments) in ways)
        {
            if (type.GetConstructor(parameters) is { } constructor)
            {
                return (IEvaluator)constructor.Invoke(arguments);
            }
        }

        throw new DotNetLoadException(
            $"`{type.FullName}` has no public constructor that is known; write one without parameters, with `(string name)`, or with `(string name, JsonObject? parameters)`"
        );
    }

    /// <summary>The same as if it had been read from JSON: a number can be had as any type of number.</summary>
    private static JsonObject? Parsed(JsonObject? parameters) =>
        parameters is null ? null : JsonNode.Parse(parameters.ToJsonString())!.AsObject();
}
