using Microsoft.Extensions.AI;

namespace Baton.Agents;

/// <summary>
/// Looks on at a run, and may step in: override what is of interest. A hook that throws ends the run as failed. Hooks of
/// tool calls are called from several at once when tools run in parallel.
/// </summary>
public abstract class RunHooks
{
    /// <summary>Before anything else happens.</summary>
    public virtual ValueTask BeforeRunAsync(RunContext context, CancellationToken cancellationToken) => default;

    /// <summary>After the run ended, however it ended; its token is never cancelled, so be brief.</summary>
    public virtual ValueTask AfterRunAsync(RunContext context, RunResult result) => default;

    /// <summary>Before the model is asked, once for each turn.</summary>
    /// <param name="context">The run.</param>
    /// <param name="options">What is asked for: instructions, tools, temperature … The hook's to change, for this call only.</param>
    /// <param name="cancellationToken">Ends with the run.</param>
    public virtual ValueTask BeforeModelCallAsync(
        RunContext context,
        ChatOptions options,
        CancellationToken cancellationToken
    ) => default;

    /// <summary>After the model answered.</summary>
    public virtual ValueTask AfterModelCallAsync(
        RunContext context,
        ChatMessage answer,
        CancellationToken cancellationToken
    ) => default;

    /// <summary>Before a tool is called; not for calls that cannot be made (unknown tool, unreadable arguments, not approved).</summary>
    public virtual ValueTask BeforeToolCallAsync(
        RunContext context,
        FunctionCallContent call,
        CancellationToken cancellationToken
    ) => default;

    /// <summary>After a tool ended, well or not.</summary>
    public virtual ValueTask AfterToolCallAsync(
        RunContext context,
        ToolCallRecord call,
        CancellationToken cancellationToken
    ) => default;
}

/// <summary>Judges a run's input before the model sees it, or its answer before the caller does.</summary>
/// <param name="context">The run.</param>
/// <param name="text">The input or the answer.</param>
/// <param name="cancellationToken">Ends with the run.</param>
/// <returns>Why the run must stop, or <see langword="null"/> when it may go on.</returns>
public delegate ValueTask<string?> Guardrail(RunContext context, string text, CancellationToken cancellationToken);
