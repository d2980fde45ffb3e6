namespace Baton.Topologies.Execution;

/// <summary>The execution stops until a person has decided. What is under way beside it ends first.</summary>
/// <param name="message">What waits.</param>
internal sealed class ExecutionPausedException(string message) : TopologyException(message);
