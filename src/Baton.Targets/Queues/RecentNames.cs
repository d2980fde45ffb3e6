namespace Baton.Targets.Queues;

/// <summary>The names of the last messages, so that one that comes again is known. Not thread-safe.</summary>
internal sealed class RecentNames
{
    private const int Most = 4096;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether a name is among the last.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Remembers a name and forgets the oldest where there are too many; whether it was new.</summary>
    public bool Add(string name)
    {
        if (!_names.Add(name))
        {
            return false;
        }

        _order.Enqueue(name);
        if (_order.Count > Most)
        {
            _names.Remove(_order.Dequeue());
        }

        return true;
    }
}
