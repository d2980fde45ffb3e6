using System.Text.Json.Nodes;

namespace Baton.Agents.Providers;

/// <summary>A model could not be asked, or its server answered with something other than an answer.</summary>
/// <param name="kind">One of <see cref="ErrorKind"/>'s words.</param>
/// <param name="message">What happened and at which server; free of keys.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public sealed class ModelException(string kind, string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    /// <summary>One of <see cref="ErrorKind"/>'s words.</summary>
    public string Kind { get; } = kind;

    /// <summary>The HTTP status, or <see langword="null"/> when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What the server said about it, or <see langword="null"/>.</summary>
    public string? ServerMessage { get; init; }

    /// <summary>How long the server asked to be left alone, or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How often the call was made.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The same as a value.</summary>
    public AgentError ToError() =>
        new(Kind, Message)
        {
            IsTransient = IsTransient,
            RetryAfter = RetryAfter,
            Details = new JsonObject { ["status"] = Status, ["attempts"] = Attempts },
        };
}
