using Baton.Experiments.Export.Spans;

namespace Baton.Experiments.Export.Otlp;

/// <summary>Spans on their way into one <c>ExportTraceServiceRequest</c>. Not thread-safe.</summary>
internal interface ISpanBatch
{
    /// <summary>What a request is called in HTTP's <c>Content-Type</c>.</summary>
    string MediaType { get; }

    /// <summary>How many spans are in it.</summary>
    int Count { get; }

    /// <summary>About how many bytes they have.</summary>
    long Length { get; }

    /// <summary>Adds a span; nothing of it is kept but its bytes.</summary>
    void Add(OutgoingSpan span);

    /// <summary>Makes the request of the spans added since the last one.</summary>
    /// <returns>The request, valid until the next call of any member.</returns>
    ReadOnlyMemory<byte> TakeRequest();
}
