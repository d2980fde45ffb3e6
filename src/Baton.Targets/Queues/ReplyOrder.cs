using Baton.Agents;
using Baton.Targets.Processes.JsonLines;

namespace Baton.Targets.Queues;

/// <summary>Puts the replies to one request into the order of their <c>seq</c>, each once. Not thread-safe.</summary>
/// <remarks>Replies without <c>seq</c> are taken as they come.</remarks>
internal sealed class ReplyOrder
{
    private const int MostEarly = 1000;
    private readonly SortedDictionary<long, AgentLine> _early = [];
    private long _next = 1;

    /// <summary>Takes a reply.</summary>
    /// <param name="sequence">Its place, or <see langword="null"/>.</param>
    /// <param name="line">What it says.</param>
    /// <returns>The replies whose turn it is now.</returns>
    public IEnumerable<AgentLine> Take(long? sequence, AgentLine line)
    {
        bool mayWait = line is not EndLine || line is EndLine { Answer: { Output: null } };
        if (sequence is not { } place || !mayWait)
        {
            return line is EndLine ? WithoutGaps(line) : [line];
        }

        if (place < _next)
        {
            // A worker that took over says again what another said before, but not the end.
            return line is EndLine ? [line] : [];
        }

        if (place > _next)
        {
            _early.TryAdd(place, line);
            return _early.Count > MostEarly ? Flush() : [];
        }

        return InOrder(line);
    }

    private IEnumerable<AgentLine> InOrder(AgentLine line)
    {
        List<AgentLine> ready = [line];
        _next++;
        while (_early.Remove(_next, out AgentLine? next))
        {
            ready.Add(next);
            _next++;
        }

        return ready;
    }

    // An answer that overtook pieces of itself is whole. Text behind a gap would only read wrong; the rest still counts.
    private IEnumerable<AgentLine> WithoutGaps(AgentLine end) =>
        [.. _early.Values.Where(static line => line is not EventLine { Event: TextEvent }), end];

    private IEnumerable<AgentLine> Flush()
    {
        List<AgentLine> ready = [.. _early.Values];
        _next = _early.Keys.Last() + 1;
        _early.Clear();
        return ready;
    }
}
