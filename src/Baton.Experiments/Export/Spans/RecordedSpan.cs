using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>A span of a run as observations tell it.</summary>
/// <param name="parent">The span around it; <see langword="null"/> for the run itself.</param>
/// <param name="start">The line that begins it; <see langword="null"/> where it was not recorded.</param>
internal sealed class RecordedSpan(RecordedSpan? parent, Observation? start)
{
    private readonly List<Observation> _events = [];

    /// <summary>The span around it; <see langword="null"/> for the run itself.</summary>
    public RecordedSpan? Parent { get; } = parent;

    /// <summary>The line that begins it.</summary>
    public Observation? Start { get; } = start;

    /// <summary>The line that ends it, or <see langword="null"/> when it never ended.</summary>
    public Observation? End { get; set; }

    /// <summary>Its identifier.</summary>
    public ulong Id { get; set; }

    /// <summary>What happened inside it at one moment, oldest first.</summary>
    public IReadOnlyList<Observation> Events => _events;

    /// <summary>Adds something that happened inside it.</summary>
    public void Add(Observation happened) => _events.Add(happened);

    /// <summary>The spans of a run, the run itself first, each after the one it is inside of.</summary>
    /// <param name="observations">The lines of the run, oldest first.</param>
    public static IReadOnlyList<RecordedSpan> Read(IReadOnlyList<Observation> observations)
    {
        bool hasRun = observations is [{ Type: "span_start", ParentSpanId: null }, ..];
        RecordedSpan run = new(parent: null, hasRun ? observations[0] : null);
        List<RecordedSpan> spans = [run];
        Dictionary<string, RecordedSpan> named = new(StringComparer.Ordinal);
        if (hasRun && observations[0].SpanId is { } first)
        {
            named[first] = run;
        }

        foreach (Observation one in observations.Skip(hasRun ? 1 : 0))
        {
            switch (one.Type)
            {
                case "span_start":
                    RecordedSpan span = new(Find(one.ParentSpanId), one);
                    spans.Add(span);
                    named[one.SpanId ?? ""] = span;
                    break;
                case "span_end" when named.TryGetValue(one.SpanId ?? "", out RecordedSpan? ended):
                    ended.End ??= one;
                    break;
                case "event":
                    Find(one.SpanId ?? one.ParentSpanId).Add(one);
                    break;
            }
        }

        return spans;

        RecordedSpan Find(string? name) =>
            name is not null && named.TryGetValue(name, out RecordedSpan? found) ? found : run;
    }
}
