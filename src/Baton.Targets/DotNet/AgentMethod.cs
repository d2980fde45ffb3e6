using System.Reflection;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>A method that can be called: where each argument comes from, and what kind of thing comes back.</summary>
internal sealed class AgentMethod
{
    private readonly Func<CallFacts, object?>[] _arguments;
    private readonly MethodInvoker _invoker;

    private AgentMethod(MethodInfo method, Func<CallFacts, object?>[] arguments, bool isFactory)
    {
        Method = method;
        _arguments = arguments;
        _invoker = MethodInvoker.Create(method);
        IsFactory = isFactory;
    }

    /// <summary>The method.</summary>
    public MethodInfo Method { get; }

    /// <summary>Whether it makes the agent of a conversation, an <see cref="IAgent"/> or <see cref="IChatClient"/>, instead of answering.</summary>
    public bool IsFactory { get; }

    /// <summary>The type an object is made of for each conversation; <see langword="null"/> for a static method.</summary>
    public Type? InstanceType => Method.IsStatic ? null : Method.ReflectedType;

    /// <summary>Sees how a method is called.</summary>
    /// <param name="method">The method.</param>
    /// <param name="problem">Why it cannot be called, as the end of a sentence that begins with its name.</param>
    public static AgentMethod? Read(MethodInfo method, out string problem)
    {
        Type returned = AgentResult.TypeOf(method.ReturnType);
        bool isFactory = returned.IsAssignableTo(typeof(IAgent)) || returned.IsAssignableTo(typeof(IChatClient));
        problem =
            method.IsGenericMethodDefinition ? "is generic; name a method without type parameters"
            : returned == typeof(void) ? "returns nothing; return the answer"
            : ConstructorProblem(method) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        ParameterInfo[] parameters = method.GetParameters();
        ParameterInfo? input = isFactory ? null : ArgumentSource.InputOf(parameters);
        List<Func<CallFacts, object?>> arguments = [];
        foreach (ParameterInfo parameter in parameters)
        {
            if (ArgumentSource.Of(parameter, isInput: parameter == input) is not { } source)
            {
                problem =
                    $"has a parameter `{parameter.ParameterType.Name} {parameter.Name}` that Baton has nothing for; known are {ArgumentSource.Known}; or give it a default";
                return null;
            }

            arguments.Add(source);
        }

        if (!isFactory && input is null && !parameters.Any(ArgumentSource.HoldsInput))
        {
            problem = "takes no input; add a parameter `string input`";
            return null;
        }

        return new AgentMethod(method, [.. arguments], isFactory);
    }

    /// <summary>Calls it.</summary>
    /// <param name="instance">The conversation's object, or <see langword="null"/> for a static method.</param>
    /// <param name="facts">Where arguments come from.</param>
    public object? Invoke(object? instance, CallFacts facts)
    {
        object?[] arguments = new object?[_arguments.Length];
        for (int index = 0; index < arguments.Length; index++)
        {
            arguments[index] = _arguments[index](facts);
        }

        return _invoker.Invoke(instance, arguments.AsSpan());
    }

    private static string? ConstructorProblem(MethodInfo method)
    {
        Type type = method.ReflectedType!;
        return method.IsStatic ? null
            : type.IsAbstract || type.IsInterface
                ? $"is an instance method of `{type.Name}`, which is abstract; make it static, or name a type that can be made"
            : type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null ? null
            : $"is an instance method of `{type.Name}`, which has no public constructor without parameters; add one, or name a static method";
    }
}
