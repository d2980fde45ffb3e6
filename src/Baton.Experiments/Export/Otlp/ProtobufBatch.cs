using Baton.Experiments.Export.Spans;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Otlp;

/// <summary>A batch in protobuf.</summary>
/// <param name="origin">Where the spans come from.</param>
internal sealed class ProtobufBatch(SpanOrigin origin) : ISpanBatch
{
    private readonly ProtobufWriter _request = new();
    private readonly Dictionary<SpanSource, ProtobufWriter> _groups = [];

    /// <inheritdoc/>
    public string MediaType => "application/x-protobuf";

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Add(OutgoingSpan span)
    {
        if (!_groups.TryGetValue(span.Source, out ProtobufWriter? group))
        {
            _groups[span.Source] = group = new ProtobufWriter();
        }

        long before = group.Length;
        int message = group.Begin(2);
        Write(group, span);
        group.End(message);
        Length += group.Length - before;
        Count++;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> TakeRequest()
    {
        _request.Clear();
        foreach ((SpanSource source, ProtobufWriter spans) in _groups)
        {
            WriteGroup(source, spans);
        }

        _groups.Clear();
        (Count, Length) = (0, 0);
        return _request.WrittenMemory;
    }

    private void WriteGroup(SpanSource source, ProtobufWriter spans)
    {
        int resourceSpans = _request.Begin(1);
        int resource = _request.Begin(1);
        WriteAttributes(_request, 1, origin.ResourceOf(source));
        _request.End(resource);
        int scopeSpans = _request.Begin(2);
        int scope = _request.Begin(1);
        (string name, string? version) = origin.ScopeOf(source);
        _request.Text(1, name);
        if (version is not null)
        {
            _request.Text(2, version);
        }

        _request.End(scope);
        _request.Raw(spans.Written);
        _request.End(scopeSpans);
        _request.End(resourceSpans);
    }

    private static void Write(ProtobufWriter message, OutgoingSpan span)
    {
        message.Id(1, span.Trace);
        message.Id(2, span.Id);
        if (span.Parent != 0)
        {
            message.Id(4, span.Parent);
        }

        message.Text(5, span.Name);
        message.Integer(6, (long)span.Side);
        message.FixedInteger(7, span.Start);
        message.FixedInteger(8, span.End);
        WriteAttributes(message, 9, span.Attributes);
        foreach (OutgoingEvent happened in span.Events)
        {
            int inner = message.Begin(11);
            message.FixedInteger(1, happened.Time);
            message.Text(2, happened.Name);
            WriteAttributes(message, 3, happened.Attributes);
            message.End(inner);
        }

        if (span.Failed is { } failed)
        {
            int status = message.Begin(15);
            if (span.StatusMessage is { } text)
            {
                message.Text(2, text);
            }

            message.Integer(3, failed ? 2 : 1);
            message.End(status);
        }
    }

    private static void WriteAttributes(ProtobufWriter message, int field, AttributeSet attributes)
    {
        foreach ((string name, object? value) in attributes.Items)
        {
            int pair = message.Begin(field);
            message.Text(1, name);
            WriteValue(message, 2, value);
            message.End(pair);
        }
    }

    private static void WriteValue(ProtobufWriter message, int field, object? value)
    {
        int any = message.Begin(field);
        switch (value)
        {
            case string text:
                message.Text(1, text);
                break;
            case bool truth:
                message.Integer(2, truth ? 1 : 0);
                break;
            case long number:
                message.Integer(3, number);
                break;
            case double number:
                message.Double(4, number);
                break;
            case IReadOnlyList<object?> list:
                int items = message.Begin(5);
                foreach (object? item in list)
                {
                    WriteValue(message, 1, item);
                }

                message.End(items);
                break;
            case AttributeSet set:
                int pairs = message.Begin(6);
                WriteAttributes(message, 1, set);
                message.End(pairs);
                break;
            case byte[] bytes:
                message.Bytes(7, bytes);
                break;
        }

        message.End(any);
    }
}
