using Baton.Agents;

namespace Baton.Experiments.Generation;

/// <summary>Inputs cannot be generated or written: a file is in use or cannot be written, or nothing can be made.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class GenerationException(string message, Exception? innerException = null)
    : BatonException(message, innerException);
