namespace Baton.Targets.Processes.Conversations;

/// <summary>The requests under way on one process, and which of them a line belongs to. Thread-safe.</summary>
internal sealed class OpenRequests
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, AgentRequest> _open = [];
    private bool _isClosed;

    /// <summary>How many are under way.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>The request under way when there is exactly one, otherwise <see langword="null"/>.</summary>
    public AgentRequest? Only
    {
        get
        {
            lock (_gate)
            {
                return _open.Count == 1 ? First() : null;
            }
        }
    }

    /// <summary>Adds one; <see langword="false"/> when none are taken any more.</summary>
    public bool TryAdd(AgentRequest request)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _open.Add(request.Number, request);
            }

            return !_isClosed;
        }
    }

    /// <summary>Removes one; whether it was there.</summary>
    public bool Remove(AgentRequest request)
    {
        lock (_gate)
        {
            return _open.Remove(request.Number);
        }
    }

    /// <summary>Finds whom a line answers.</summary>
    /// <param name="number">The request it names, or <see langword="null"/>.</param>
    /// <param name="request">The request, or <see langword="null"/> when it came too late or nobody asked.</param>
    /// <returns>Whether it is clear; a line without identifier is not while several requests wait.</returns>
    public bool TryRoute(long? number, out AgentRequest? request)
    {
        lock (_gate)
        {
            if (number is { } named)
            {
                request = _open.GetValueOrDefault(named);
                return true;
            }

            request = _open.Count == 1 ? First() : null;
            return _open.Count <= 1;
        }
    }

    /// <summary>All under way.</summary>
    public AgentRequest[] All()
    {
        lock (_gate)
        {
            return [.. _open.Values];
        }
    }

    /// <summary>Takes no more in when none are under way; whether that was so.</summary>
    public bool TryCloseEmpty()
    {
        lock (_gate)
        {
            _isClosed |= _open.Count == 0;
            return _open.Count == 0;
        }
    }

    /// <summary>Takes all out and takes no more in.</summary>
    public AgentRequest[] Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            AgentRequest[] left = [.. _open.Values];
            _open.Clear();
            return left;
        }
    }

    private AgentRequest First()
    {
        Dictionary<long, AgentRequest>.ValueCollection.Enumerator open = _open.Values.GetEnumerator();
        open.MoveNext();
        return open.Current;
    }
}
