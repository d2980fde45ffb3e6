namespace Baton.Topologies.Store;

/// <summary>What a step survives once the next one begins. Written in lower case.</summary>
public enum Durability
{
    /// <summary>The loss of power: every commit is on the disk.</summary>
    Full,

    /// <summary>The end of the process, also by <c>kill -9</c>; the last commits may be lost with the power.</summary>
    Normal,

    /// <summary>Nothing: steps are written when the execution ends or stops.</summary>
    Exit,
}
