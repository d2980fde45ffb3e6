using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>What a method returned, awaited and sorted.</summary>
internal static class AgentResult
{
    private static readonly MethodInfo Boxing = typeof(AgentResult).GetMethod(
        nameof(BoxAsync),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <summary>The type of what is there once a task is awaited; <see cref="void"/> where that is nothing.</summary>
    public static Type TypeOf(Type returned) =>
        returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(void)
        : returned.IsGenericType
        && returned.GetGenericTypeDefinition() is { } open
        && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? returned.GenericTypeArguments[0]
        : returned;

    /// <summary>Waits for a task's value; anything else is there already.</summary>
    public static async ValueTask<object?> AwaitAsync(object? returned)
    {
        switch (returned)
        {
            case Task<string> text:
                return await text.ConfigureAwait(false);
            case ValueTask<string> text:
                return await text.ConfigureAwait(false);
            case Task task:
                await task.ConfigureAwait(false);
                return ValueOf(task);
            case not null when IsValueTask(returned.GetType()):
                Task inner = (Task)returned.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!;
                await inner.ConfigureAwait(false);
                return ValueOf(inner);
            default:
                return returned;
        }
    }

    /// <summary>The items of a stream, whatever their type; <see langword="null"/> when it is none.</summary>
    /// <param name="value">What came back.</param>
    /// <param name="threads">Where the steps of a synchronous sequence are taken.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static IAsyncEnumerable<object?>? Items(
        object value,
        CallThreads threads,
        CancellationToken cancellationToken
    )
    {
        Type? stream = Array.Find(
            value.GetType().GetInterfaces(),
            found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
        );
        return stream is not null
                ? (IAsyncEnumerable<object?>)
                    Boxing.MakeGenericMethod(stream.GenericTypeArguments[0]).Invoke(null, [value, cancellationToken])!
            : value is IEnumerable and not (string or IDictionary or JsonNode or ChatResponse)
            && !IsDictionary(value.GetType())
                ? StepAsync((IEnumerable)value, threads)
            : null;
    }

    private static object? ValueOf(Task task) =>
        task.GetType().GetProperty(nameof(Task<>.Result)) is { } result
        && result.PropertyType.FullName != "System.Threading.Tasks.VoidTaskResult"
            ? result.GetValue(task)
            : null;

    private static bool IsValueTask(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static bool IsDictionary(Type type) =>
        Array.Exists(
            type.GetInterfaces(),
            found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
        );

    private static async IAsyncEnumerable<object?> BoxAsync<T>(
        IAsyncEnumerable<T> items,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (T item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<object?> StepAsync(IEnumerable items, CallThreads threads)
    {
        IEnumerator steps = items.GetEnumerator();
        using IDisposable? disposed = steps as IDisposable;
        while (await threads.RunAsync(steps.MoveNext).ConfigureAwait(false))
        {
            yield return steps.Current;
        }
    }
}
