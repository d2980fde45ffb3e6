namespace Baton.Agents;

/// <summary>The root of every exception Baton throws on purpose: broken input, environment or configuration.</summary>
/// <remarks>What an agent does wrong is never an exception but an <see cref="ErrorEvent"/> of its turn.</remarks>
public abstract class BatonException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    protected BatonException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
