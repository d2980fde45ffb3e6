using System.Collections.Concurrent;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Gives every run a trace and gathers the spans that come for it. Thread-safe.</summary>
/// <param name="ids">Makes the traces.</param>
/// <param name="time">The clock.</param>
internal sealed class SpanCollector(TraceIds ids, TimeProvider time)
{
    private const int MostUsual = 256;
    private readonly ExportLag _lag = new(time);
    private readonly ConcurrentDictionary<TraceKey, RunSpans> _open = new();
    private readonly long[] _fates = new long[Enum.GetValues<SpanFate>().Length];
    private volatile bool _hasHeard;
    private volatile int _usualCount;

    /// <summary>Whether any span of this sitting has come, in time or not: the target does export.</summary>
    public bool HasHeard => _hasHeard;

    /// <summary>How long the target has kept its spans of late before it exported them.</summary>
    public TimeSpan Lag => _lag.Lately;

    /// <summary>What came so far.</summary>
    public TelemetryCounts Counts =>
        new()
        {
            Spans = Count(SpanFate.Taken),
            Late = Count(SpanFate.Late),
            Foreign = Count(SpanFate.Foreign),
            Duplicates = Count(SpanFate.Duplicate),
            Rejected = Count(SpanFate.Refused) + Count(SpanFate.Invalid),
        };

    /// <summary>Runs whose spans are being gathered.</summary>
    public int Open => _open.Count;

    /// <summary>About how many spans a run has, at most 256: as many as the last one that was closed.</summary>
    public int UsualCount => _usualCount;

    /// <summary>Begins to gather for a run; whoever asks closes it.</summary>
    public RunSpans Begin()
    {
        (TraceKey trace, ulong span) = ids.Next();
        RunSpans run = new(this, trace, span);
        _open[trace] = run;
        return run;
    }

    /// <summary>Gives each span to its run.</summary>
    /// <returns>How many were refused, and why the first of them was.</returns>
    public (int Rejected, string? Reason) Take(IReadOnlyList<ExportedSpan> spans)
    {
        int rejected = 0;
        string? reason = null;
        ulong earliestEnd = ulong.MaxValue;
        foreach (ExportedSpan span in spans)
        {
            SpanFate fate = Take(span);
            Interlocked.Increment(ref _fates[(int)fate]);
            if (fate is SpanFate.Taken or SpanFate.Late && span.End < earliestEnd)
            {
                earliestEnd = span.End;
            }

            if (Refusal(fate) is { } refusal)
            {
                rejected++;
                reason ??= refusal;
            }
        }

        if (earliestEnd < ulong.MaxValue)
        {
            _lag.Notice(earliestEnd);
        }

        return (rejected, reason);
    }

    /// <summary>A run is closed; so many spans came for it.</summary>
    internal void Forget(RunSpans run, int spans)
    {
        _open.TryRemove(run.Trace, out _);
        _usualCount = Math.Min(spans, MostUsual);
    }

    private SpanFate Take(in ExportedSpan span)
    {
        if (span.Trace.IsNone || span.Id == 0)
        {
            return SpanFate.Invalid;
        }

        if (!ids.IsOurs(span.Trace))
        {
            return SpanFate.Foreign;
        }

        _hasHeard = true;
        return _open.TryGetValue(span.Trace, out RunSpans? run) ? run.Add(span) : SpanFate.Late;
    }

    private static string? Refusal(SpanFate fate) =>
        fate switch
        {
            SpanFate.Invalid => "a span needs a trace_id of 16 bytes and a span_id of 8 bytes, not all zero",
            SpanFate.Refused =>
                $"a run has at most {RunSpans.MostSpans} spans of {RunSpans.MostBytes / 1024 / 1024} MiB in all",
            _ => null,
        };

    private long Count(SpanFate fate) => Interlocked.Read(ref _fates[(int)fate]);
}
