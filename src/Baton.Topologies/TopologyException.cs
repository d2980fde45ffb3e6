using Baton.Agents;

namespace Baton.Topologies;

/// <summary>An execution cannot start or go on: the definition is wrong, the store cannot be used, somebody else runs it.</summary>
/// <param name="message">What is wrong, where, and what to do about it; several things are separated by <c>; </c>.</param>
/// <param name="innerException">The cause, or <see langword="null"/>.</param>
public class TopologyException(string message, Exception? innerException = null)
    : BatonException(message, innerException);

/// <summary>Another process runs the execution.</summary>
/// <param name="executionId">Which.</param>
/// <param name="holder">Who has it.</param>
public sealed class ExecutionInUseException(string executionId, string holder)
    : TopologyException(
        $"The execution `{executionId}` is run by {holder}; wait until it has ended, or end that process"
    )
{
    /// <summary>Which.</summary>
    public string ExecutionId { get; } = executionId;
}
