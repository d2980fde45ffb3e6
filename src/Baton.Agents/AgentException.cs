namespace Baton.Agents;

/// <summary>
/// A run could not start (no model, unknown provider, missing key, two tools of one name, a limit below zero), or a
/// stream of text could not go on.
/// </summary>
/// <param name="message">What is wrong, where, and what to do about it.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public class AgentException(string message, Exception? innerException = null) : BatonException(message, innerException)
{
    /// <summary>What the run had produced; <see langword="null"/> when it had not started.</summary>
    public RunResult? Result { get; init; }
}

/// <summary>A run reached a time limit (<see cref="RunConfig.MaxTime"/> or <see cref="RunConfig.TimeoutPerTurn"/>).</summary>
/// <param name="message">Which limit, with its value.</param>
public sealed class AgentTimeoutException(string message) : AgentException(message)
{
    /// <summary>What the run had produced; never <see langword="null"/>.</summary>
    public new required RunResult Result
    {
        get => base.Result!;
        init => base.Result = value;
    }
}
