using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Experiments.Export.Spans;
using Baton.Experiments.Results;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Export.Otlp;

/// <summary>A batch in OTLP's JSON: identifiers are hexadecimal, 64-bit integers are text, enumerations are numbers.</summary>
/// <param name="origin">Where the spans come from.</param>
internal sealed class JsonBatch(SpanOrigin origin) : ISpanBatch, IDisposable
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly LineBuffer _request = new();
    private readonly Dictionary<SpanSource, Group> _groups = [];

    /// <inheritdoc/>
    public string MediaType => "application/json";

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Add(OutgoingSpan span)
    {
        if (!_groups.TryGetValue(span.Source, out Group? group))
        {
            _groups[span.Source] = group = new Group();
        }

        long before = group.Buffer.Length;
        Write(group.Spans, span);
        group.Spans.Flush();
        Length += group.Buffer.Length - before;
        Count++;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> TakeRequest()
    {
        _request.Clear();
        using Utf8JsonWriter json = new(_request, Writing);
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans"u8);
        foreach ((SpanSource source, Group group) in _groups)
        {
            WriteGroup(json, source, group);
            group.Dispose();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        _groups.Clear();
        (Count, Length) = (0, 0);
        return _request.WrittenMemory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Group group in _groups.Values)
        {
            group.Dispose();
        }

        _request.Dispose();
    }

    private void WriteGroup(Utf8JsonWriter json, SpanSource source, Group group)
    {
        json.WriteStartObject();
        json.WriteStartObject("resource"u8);
        WriteAttributes(json, "attributes"u8, origin.ResourceOf(source));
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans"u8);
        json.WriteStartObject();
        (string name, string? version) = origin.ScopeOf(source);
        json.WriteStartObject("scope"u8);
        json.WriteString("name"u8, name);
        if (version is not null)
        {
            json.WriteString("version"u8, version);
        }

        json.WriteEndObject();
        json.WritePropertyName("spans"u8);
        json.WriteRawValue(group.Finish(), skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OutgoingSpan span)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, span.Trace.ToString());
        json.WriteString("spanId"u8, $"{span.Id:x16}");
        if (span.Parent != 0)
        {
            json.WriteString("parentSpanId"u8, $"{span.Parent:x16}");
        }

        json.WriteString("name"u8, span.Name);
        json.WriteNumber("kind"u8, (int)span.Side);
        json.WriteString("startTimeUnixNano"u8, $"{span.Start}");
        json.WriteString("endTimeUnixNano"u8, $"{span.End}");
        WriteAttributes(json, "attributes"u8, span.Attributes);
        if (span.Events.Count > 0)
        {
            json.WriteStartArray("events"u8);
            foreach (OutgoingEvent happened in span.Events)
            {
                json.WriteStartObject();
                json.WriteString("timeUnixNano"u8, $"{happened.Time}");
                json.WriteString("name"u8, happened.Name);
                WriteAttributes(json, "attributes"u8, happened.Attributes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("status"u8);
        if (span.Failed is { } failed)
        {
            json.WriteNumber("code"u8, failed ? 2 : 1);
            if (span.StatusMessage is { } text)
            {
                json.WriteString("message"u8, text);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, ReadOnlySpan<byte> property, AttributeSet attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        json.WriteStartArray(property);
        foreach ((string name, object? value) in attributes.Items)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, name);
            json.WritePropertyName("value"u8);
            WriteValue(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        json.WriteStartObject();
        switch (value)
        {
            case string text:
                json.WriteString("stringValue"u8, text);
                break;
            case bool truth:
                json.WriteBoolean("boolValue"u8, truth);
                break;
            case long number:
                json.WriteString("intValue"u8, $"{number}");
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber("doubleValue"u8, number);
                break;
            case double number:
                // The words of protobuf's JSON for what JSON has no number for.
                json.WriteString(
                    "doubleValue"u8,
                    double.IsNaN(number) ? "NaN"
                        : number > 0 ? "Infinity"
                        : "-Infinity"
                );
                break;
            case IReadOnlyList<object?> list:
                json.WriteStartObject("arrayValue"u8);
                json.WriteStartArray("values"u8);
                foreach (object? item in list)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case AttributeSet set:
                json.WriteStartObject("kvlistValue"u8);
                WriteAttributes(json, "values"u8, set);
                json.WriteEndObject();
                break;
            case byte[] bytes:
                json.WriteBase64String("bytesValue"u8, bytes);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The spans of one source, as a list.</summary>
    private sealed class Group : IDisposable
    {
        public Group()
        {
            Spans = new Utf8JsonWriter(Buffer, Writing);
            Spans.WriteStartArray();
        }

        public LineBuffer Buffer { get; } = new();

        public Utf8JsonWriter Spans { get; }

        public ReadOnlySpan<byte> Finish()
        {
            Spans.WriteEndArray();
            Spans.Flush();
            return Buffer.Written;
        }

        public void Dispose()
        {
            Spans.Dispose();
            Buffer.Dispose();
        }
    }
}
