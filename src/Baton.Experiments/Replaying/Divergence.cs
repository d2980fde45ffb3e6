namespace Baton.Experiments.Replaying;

/// <summary>Where a replayed conversation first went another way.</summary>
/// <param name="RunKey">The run.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="RecordedTraceId">The recorded run's trace.</param>
/// <param name="Turn">The turn, from 1.</param>
/// <param name="Turns">The recorded turns.</param>
/// <param name="Kind">What differs.</param>
/// <param name="User">What the user said in that turn.</param>
/// <param name="Recorded">What the agent did then.</param>
/// <param name="Now">What it did today.</param>
/// <param name="Similarity">How similar the answers are, 0 to 1, where that was asked for.</param>
public sealed record Divergence(
    string RunKey,
    string TraceId,
    string RecordedTraceId,
    int Turn,
    int Turns,
    DivergenceKind Kind,
    string User,
    string Recorded,
    string Now,
    double? Similarity
);

/// <summary>What differs.</summary>
public enum DivergenceKind
{
    /// <summary>Another tool was called, or with other arguments, or one more or less.</summary>
    ToolCall,

    /// <summary>The answer differs.</summary>
    Answer,

    /// <summary>Today's turn failed, or failed otherwise, or a guard ended it.</summary>
    Error,

    /// <summary>The recorded turn failed, and today's did not.</summary>
    Recovered,

    /// <summary>Today's conversation ended before this turn.</summary>
    EndedEarly,
}
