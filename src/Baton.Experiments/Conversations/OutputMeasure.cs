namespace Baton.Experiments.Conversations;

/// <summary>Measures how output arrives: when it began, the longest wait in it, and how fast it came. Not thread-safe.</summary>
internal sealed class OutputMeasure(TimeProvider time)
{
    private long _started = time.GetTimestamp();
    private long? _first;
    private long _last;
    private long _pieces;
    private long _characters;
    private TimeSpan _longestGap;

    /// <summary>Milliseconds from the start of the first turn that had output to that output; null without any.</summary>
    public double? FirstOutputMs { get; private set; }

    /// <summary>The longest wait between two pieces of one turn, in milliseconds; null with fewer than two.</summary>
    public double? LongestGapMs => _pieces < 2 ? null : _longestGap.TotalMilliseconds;

    /// <summary>Characters per second while output came; null with fewer than two pieces or no time between them.</summary>
    public double? OutputRate { get; private set; }

    private TimeSpan _flowing;

    /// <summary>Begins a turn: the wait for its first piece is no gap.</summary>
    /// <returns>The clock's time stamp.</returns>
    public long BeginTurn()
    {
        _started = time.GetTimestamp();
        _first = null;
        return _started;
    }

    /// <summary>Counts a piece of output that arrived now.</summary>
    public void Count(int characters)
    {
        long now = time.GetTimestamp();
        _pieces++;
        if (_first is null)
        {
            _first = now;
            FirstOutputMs ??= time.GetElapsedTime(_started, now).TotalMilliseconds;
        }
        else
        {
            TimeSpan gap = time.GetElapsedTime(_last, now);
            _longestGap = gap > _longestGap ? gap : _longestGap;
            _flowing += gap;
            _characters += characters;
            OutputRate = _flowing > TimeSpan.Zero ? _characters / _flowing.TotalSeconds : null;
        }

        _last = now;
    }
}
