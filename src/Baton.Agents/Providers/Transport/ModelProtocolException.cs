namespace Baton.Agents.Providers.Transport;

/// <summary>The server's answer has not the shape its protocol says; never leaves this part of Baton.</summary>
/// <param name="message">What is missing or wrong.</param>
internal sealed class ModelProtocolException(string message) : BatonException(message);
