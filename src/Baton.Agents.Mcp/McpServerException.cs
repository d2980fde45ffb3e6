namespace Baton.Agents.Mcp;

/// <summary>
/// A server cannot be reached, ended, took too long or failed a call; or what should name a server does not. A tool that
/// throws it during a run fails its call, and the model is told the message.
/// </summary>
/// <param name="message">What is wrong, with which server, and what to do about it.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public sealed class McpServerException(string message, Exception? innerException = null)
    : AgentException(message, innerException)
{
    /// <summary>What kind of thing went wrong. Default <see cref="McpFault.Unavailable"/>.</summary>
    public McpFault Fault { get; init; }
}
