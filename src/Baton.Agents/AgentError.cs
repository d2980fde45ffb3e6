using System.Text.Json.Nodes;

namespace Baton.Agents;

/// <summary>Why a turn failed, as a value.</summary>
/// <param name="Kind">One of <see cref="ErrorKind"/>'s words; errors are counted by it.</param>
/// <param name="Message">What went wrong, where, and what to do; free of secrets once it left the redactor.</param>
public sealed record AgentError(string Kind, string Message)
{
    /// <summary>Facts for whoever looks closer (status code, exit code, tail of stderr, traceback), or nothing.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>
    /// Whether the failure lies between Baton and the agent, so that the same call may succeed when it is made again.
    /// An agent's own error is never transient.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the other side asked to be left alone, or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
