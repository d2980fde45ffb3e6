using Baton.Agents;

namespace Baton.Targets.DotNet;

/// <summary>An assembly or method cannot be used.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="innerException">The cause, where there is one.</param>
internal sealed class DotNetLoadException(string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    /// <summary>The same as a value.</summary>
    public AgentError Error => new(ErrorKind.Start, Message);
}
