using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>
/// A run as its tools, hooks and guardrails see it. A tool gets it by having a parameter of this type; the model is not
/// told of that parameter. Variables are safe for concurrent use.
/// </summary>
public sealed class RunContext
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _before;
    private readonly IReadOnlyDictionary<string, object?>? _first;
    private ConcurrentDictionary<string, object?>? _variables;

    /// <summary>Creates a context of one's own, for example to try out a tool.</summary>
    /// <param name="runId">The run's identifier.</param>
    /// <param name="turnCount">How many turns have begun.</param>
    /// <param name="variables">The first variables, copied. Default: none.</param>
    /// <param name="history">The conversation. Default: empty.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    public RunContext(
        string runId,
        int turnCount = 0,
        IReadOnlyDictionary<string, object?>? variables = null,
        IReadOnlyList<ChatMessage>? history = null,
        TimeProvider? timeProvider = null
    )
        : this(runId, variables, history ?? [], timeProvider ?? TimeProvider.System, TimeSpan.Zero) =>
        TurnCount = turnCount;

    internal RunContext(
        string runId,
        IReadOnlyDictionary<string, object?>? variables,
        IReadOnlyList<ChatMessage> history,
        TimeProvider time,
        TimeSpan before
    )
    {
        RunId = runId;
        History = history;
        _first = variables;
        _time = time;
        _before = before;
        _started = time.GetTimestamp();
    }

    /// <summary>The run's identifier.</summary>
    public string RunId { get; }

    /// <summary>How many turns have begun, from 0.</summary>
    public int TurnCount { get; internal set; }

    /// <summary>What tools and hooks told one another; outlives a pause as JSON. Live and safe for concurrent use.</summary>
    public IReadOnlyDictionary<string, object?> Variables => Values;

    /// <summary>The conversation so far. Live: it grows between turns, never while tools run.</summary>
    public IReadOnlyList<ChatMessage> History { get; }

    /// <summary>How long the run has taken.</summary>
    public TimeSpan ElapsedTime => _before + _time.GetElapsedTime(_started);

    /// <summary>The run this context belongs to, when it is one of Baton's.</summary>
    internal Running.RunState? Run { get; init; }

    /// <summary>Keeps a value, in place of an earlier one of that name.</summary>
    public void SetVariable(string name, object? value) => Values[name] = value;

    /// <summary>Gets a value.</summary>
    /// <typeparam name="T">Its type; a value that came back from JSON is converted to it.</typeparam>
    /// <returns>The value, or the type's default when there is none of that name.</returns>
    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    public T? GetVariable<T>(string name) =>
        !Values.TryGetValue(name, out object? value) || value is null ? default
        : value is T typed ? typed
        : value is JsonElement json ? json.Deserialize<T>(AIJsonUtilities.DefaultOptions)
        : throw new InvalidCastException($"The variable `{name}` is a {value.GetType().Name}, not a {typeof(T).Name}");

    private ConcurrentDictionary<string, object?> Values
    {
        get
        {
            if (_variables is null)
            {
                Interlocked.CompareExchange(ref _variables, Copy(_first), comparand: null);
            }

            return _variables;
        }
    }

    /// <summary>Whether there is anything in <see cref="Variables"/>, without making room for it.</summary>
    internal bool HasVariables => _variables is { IsEmpty: false } || (_variables is null && _first is { Count: > 0 });

    [SuppressMessage("Style", "IDE0028", Justification = "A collection expression would not name the comparer")]
    private static ConcurrentDictionary<string, object?> Copy(IReadOnlyDictionary<string, object?>? first) =>
        first is null ? new(StringComparer.Ordinal) : new(first, StringComparer.Ordinal);
}
