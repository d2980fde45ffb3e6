using System.Buffers.Binary;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>The spans that came for one run, until somebody closes it. Thread-safe.</summary>
internal sealed class RunSpans
{
    /// <summary>More spans than this are refused.</summary>
    public const int MostSpans = 10_000;

    /// <summary>Spans beyond these bytes are refused.</summary>
    public const long MostBytes = 32 * 1024 * 1024;

    private readonly SpanCollector _collector;
    private readonly Lock _gate = new();
    private readonly MessageStore _messages = new();
    private Dictionary<ulong, ExportedSpan>? _spans;
    private long _bytes;
    private bool _isClosed;

    internal RunSpans(SpanCollector collector, TraceKey trace, ulong span)
    {
        _collector = collector;
        Trace = trace;
        Span = span;
    }

    /// <summary>The run's trace.</summary>
    public TraceKey Trace { get; }

    /// <summary>The span that stands for the run; the parent of the agent's outermost ones.</summary>
    public ulong Span { get; }

    /// <summary>What the agent is given, as a W3C <c>traceparent</c> that asks for its spans.</summary>
    public string TraceParent => string.Create(55, this, static (text, run) => run.Write(text));

    /// <summary>Takes a span.</summary>
    public SpanFate Add(in ExportedSpan span)
    {
        long weight = span.Weight;
        lock (_gate)
        {
            if (_isClosed)
            {
                return SpanFate.Late;
            }

            _spans ??= new Dictionary<ulong, ExportedSpan>(_collector.UsualCount);
            if (_spans.ContainsKey(span.Id))
            {
                return SpanFate.Duplicate;
            }

            if (_spans.Count >= MostSpans || _bytes + weight > MostBytes)
            {
                return SpanFate.Refused;
            }

            _spans.Add(span.Id, span.KeptIn(_messages));
            _bytes += weight;
            return SpanFate.Taken;
        }
    }

    /// <summary>Ends the taking; what comes from now on is late.</summary>
    /// <returns>What came, in the order in which it came.</returns>
    public IReadOnlyCollection<ExportedSpan> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _collector.Forget(this, _spans?.Count ?? 0);
        return _spans?.Values ?? (IReadOnlyCollection<ExportedSpan>)[];
    }

    /// <summary>Gives back what the spans hold, after <see cref="Close"/>; none of them may be read any more.</summary>
    public void Release() => _messages.Release();

    private void Write(Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Trace.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Trace.Low);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Span);
        "00-".CopyTo(text);
        Convert.TryToHexStringLower(bytes[..16], text[3..], out _);
        text[35] = '-';
        Convert.TryToHexStringLower(bytes[16..], text[36..], out _);
        "-01".CopyTo(text[52..]);
    }
}

/// <summary>What became of a span.</summary>
internal enum SpanFate
{
    /// <summary>It is of a run and was not there before.</summary>
    Taken,

    /// <summary>It came before; exporters repeat themselves when an answer is lost.</summary>
    Duplicate,

    /// <summary>Its run is over.</summary>
    Late,

    /// <summary>Its run has too many.</summary>
    Refused,

    /// <summary>Its trace is no run's.</summary>
    Foreign,

    /// <summary>It has no identifiers.</summary>
    Invalid,
}
