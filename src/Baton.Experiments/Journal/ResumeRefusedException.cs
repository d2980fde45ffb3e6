using Baton.Agents;

namespace Baton.Experiments.Journal;

/// <summary>An experiment folder cannot be resumed as asked; nothing in it was changed.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="innerException">The cause.</param>
public sealed class ResumeRefusedException(string message, Exception? innerException = null)
    : BatonException(message, innerException)
{
    /// <summary>What differs from the experiment as it was started, in words; empty when that is not the reason.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
