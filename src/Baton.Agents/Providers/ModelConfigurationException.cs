namespace Baton.Agents.Providers;

/// <summary>A model cannot be set up: its name, key, server, script or price file is missing or wrong.</summary>
/// <remarks>Thrown before anything is asked of a model. The message says what to do and holds no key.</remarks>
/// <param name="message">What is wrong, where, and what to do about it.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public sealed class ModelConfigurationException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
