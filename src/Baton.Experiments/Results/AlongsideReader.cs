using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>
/// Reads what belongs to traces from a file that has them in the same order, but may lack some, or hold more than are there.
/// </summary>
/// <param name="source">What the file holds.</param>
/// <param name="isOf">Whether an item belongs to a trace.</param>
/// <param name="farthest">How many items are looked ahead at and held in memory at most.</param>
internal sealed class AlongsideReader<T>(IEnumerable<T> source, Func<T, RunTrace, bool> isOf, int farthest)
    : IDisposable
    where T : class
{
    private readonly IEnumerator<T> _items = source.GetEnumerator();
    private readonly Queue<T> _ahead = [];

    /// <summary>Takes the item of a trace and passes over those before it; <see langword="null"/> when there is none near.</summary>
    public T? Take(RunTrace trace)
    {
        if (!IsNear(trace))
        {
            return null;
        }

        T item = _ahead.Dequeue();
        while (!isOf(item, trace))
        {
            item = _ahead.Dequeue();
        }

        return item;
    }

    /// <inheritdoc/>
    public void Dispose() => _items.Dispose();

    private bool IsNear(RunTrace trace)
    {
        foreach (T waiting in _ahead)
        {
            if (isOf(waiting, trace))
            {
                return true;
            }
        }

        while (_ahead.Count < farthest && _items.MoveNext())
        {
            _ahead.Enqueue(_items.Current);
            if (isOf(_items.Current, trace))
            {
                return true;
            }
        }

        return false;
    }
}
