using Baton.Agents;

namespace Baton.Targets.Processes;

/// <summary>A process could not be started, or did not become ready.</summary>
/// <param name="error">Why and what to do; its kind is <see cref="ErrorKind.Start"/>.</param>
/// <param name="innerException">The cause, where there is one.</param>
public sealed class ProcessStartException(AgentError error, Exception? innerException = null)
    : BatonException(error.Message, innerException)
{
    /// <summary>The same as a value, for the turn that needed the process.</summary>
    public AgentError Error { get; } = error;

    internal static ProcessStartException Because(string message, Exception? innerException = null) =>
        new(new AgentError(ErrorKind.Start, message), innerException);
}
