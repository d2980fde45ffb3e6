using System.Collections.Concurrent;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store;

/// <summary>An execution that a store writes for.</summary>
/// <param name="key">Its row.</param>
/// <param name="last">The number of its last step.</param>
internal sealed class OpenExecution(long key, long last)
{
    private readonly ConcurrentQueue<StepRecord> _kept = new();
    private long _last = last;

    /// <summary>Its row.</summary>
    public long Key => key;

    /// <summary>Steps that wait for the end, in order.</summary>
    public IEnumerable<StepRecord> Kept => _kept;

    /// <summary>A step that is committed, by which the next one can be told; <see langword="null"/> when there is none.</summary>
    public StepBefore? Before { get; set; }

    /// <summary>The number of the next step. Thread-safe.</summary>
    public long NextSeq() => Interlocked.Increment(ref _last);

    /// <summary>Keeps a step until the end.</summary>
    public void Keep(StepRecord step) => _kept.Enqueue(step);
}
