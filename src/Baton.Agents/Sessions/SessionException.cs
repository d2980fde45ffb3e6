namespace Baton.Agents.Sessions;

/// <summary>A session's history cannot be read or kept.</summary>
/// <param name="message">What is wrong, in which file and session, and what to do about it.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public sealed class SessionException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
