namespace Baton.Targets.Containers.Engine;

/// <summary>The engine refused a request, or could not be reached.</summary>
/// <param name="message">What the engine said, or why it was not reached.</param>
/// <param name="status">The status of its answer, or <see langword="null"/> when there was none.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
internal sealed class EngineException(string message, int? status = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The status of the answer; <see langword="null"/> when the engine did not answer.</summary>
    public int? Status { get; } = status;
}
