namespace Baton.Topologies.Definitions;

/// <summary>How one answer is made of several. Written in snake case (<c>best_of</c>).</summary>
public enum AggregationMethod
{
    /// <summary>The most common answer; ties go to the higher confidence, then to the earlier slot.</summary>
    Vote,

    /// <summary>The mean of the numbers answered.</summary>
    Average,

    /// <summary>A vote, or a mean where all answers are numbers, by weight × confidence.</summary>
    Weighted,

    /// <summary>All answers, one under the other.</summary>
    Concat,

    /// <summary>The answer of the highest confidence.</summary>
    BestOf,

    /// <summary>The <c>aggregator</c> writes one from all of them.</summary>
    Synthesis,
}
