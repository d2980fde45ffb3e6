using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>The step of an execution that was committed last, by which the next one's input can be told.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Step">What came of it.</param>
/// <param name="Told">How many steps in a row up to this one are told by another; bounded, for those who read with SQL.</param>
internal sealed record StepBefore(long Seq, StepRecord Step, int Told)
{
    /// <summary>After so many one stands whole again.</summary>
    public const int MostTold = 50;
}
