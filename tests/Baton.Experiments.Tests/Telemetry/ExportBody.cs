using System.Text;
using System.Text.Json.Nodes;
using Baton.Experiments.Telemetry.Otlp;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Experiments.Tests.Telemetry;

/// <summary>Writes exports as an SDK would, in both encodings.</summary>
internal static class ExportBody
{
    /// <summary>An <c>ExportTraceServiceRequest</c> in protobuf.</summary>
    public static byte[] Protobuf(params IReadOnlyList<SentSpan> spans) => ProtobufOf("shop", "lib", spans);

    /// <summary>The same from elsewhere.</summary>
    public static byte[] Protobuf(SpanSource source, params IReadOnlyList<SentSpan> spans) =>
        ProtobufOf(source.Service, source.Scope, spans);

    /// <summary>The spans as they are taken in.</summary>
    public static List<ExportedSpan> Taken(params IReadOnlyList<SentSpan> spans) =>
        ProtobufTraces.Read(ProtobufOf(null, null, spans));

    /// <summary>The same in JSON.</summary>
    public static byte[] Json(params IReadOnlyList<SentSpan> spans) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["resourceSpans"] = new JsonArray(
                    new JsonObject
                    {
                        ["resource"] = new JsonObject
                        {
                            ["attributes"] = new JsonArray(JsonPair("service.name", "shop")),
                        },
                        ["scopeSpans"] = new JsonArray(
                            new JsonObject
                            {
                                ["scope"] = new JsonObject { ["name"] = "lib" },
                                ["spans"] = new JsonArray([.. spans.Select(JsonSpan)]),
                            }
                        ),
                    }
                ),
            }.ToJsonString()
        );

    /// <summary>A field that holds a message or bytes.</summary>
    public static byte[] Message(int field, byte[] content) =>
        [.. Varint((ulong)(field << 3 | 2)), .. Varint((ulong)content.Length), .. content];

    /// <summary>A number of variable length.</summary>
    public static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static byte[] ProtobufOf(string? service, string? scope, IReadOnlyList<SentSpan> spans) =>
        Message(
            1,
            [
                .. service is null ? [] : Message(1, Attribute(1, "service.name", service)),
                .. Message(
                    2,
                    [
                        .. scope is null ? [] : Message(1, Text(1, scope)),
                        .. spans.SelectMany(span => Message(2, Span(span))),
                    ]
                ),
            ]
        );

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Number(int field, long value) => [.. Varint((ulong)(field << 3)), .. Varint((ulong)value)];

    private static byte[] Fixed(int field, ulong value) =>
        [.. Varint((ulong)(field << 3 | 1)), .. BitConverter.GetBytes(value)];

    private static byte[] Id(int field, ulong id) => Message(field, [.. BitConverter.GetBytes(id).Reverse()]);

    private static byte[] Span(SentSpan span) =>
        [
            .. Message(
                1,
                [
                    .. BitConverter.GetBytes(span.Trace.High).Reverse(),
                    .. BitConverter.GetBytes(span.Trace.Low).Reverse(),
                ]
            ),
            .. Id(2, span.Id),
            .. span.Parent == 0 ? [] : Id(4, span.Parent),
            .. Text(5, span.Name),
            .. Number(6, (long)span.Side),
            .. Fixed(7, span.Start),
            .. Fixed(8, span.End),
            .. span.Attributes.SelectMany(item => Attribute(9, item.Name, item.Value)),
            .. span.Events.SelectMany(happened =>
                Message(
                    11,
                    [
                        .. Fixed(1, happened.Time),
                        .. Text(2, happened.Name),
                        .. happened.Attributes.SelectMany(item => Attribute(3, item.Name, item.Value)),
                    ]
                )
            ),
            .. span.Failed is null
                ? []
                : Message(15, [.. Text(2, span.StatusMessage ?? ""), .. Number(3, span.Failed.Value ? 2 : 1)]),
        ];

    private static byte[] Attribute(int field, string name, object? value) =>
        Message(field, [.. Text(1, name), .. Message(2, Value(value))]);

    private static byte[] Value(object? value) =>
        value switch
        {
            string text => Text(1, text),
            bool truth => Number(2, truth ? 1 : 0),
            long number => Number(3, number),
            double number => Fixed(4, BitConverter.DoubleToUInt64Bits(number)),
            IReadOnlyList<object?> list => Message(5, [.. list.SelectMany(item => Message(1, Value(item)))]),
            SentAttributes set => Message(6, [.. set.SelectMany(item => Attribute(1, item.Name, item.Value))]),
            byte[] bytes => Message(7, bytes),
            _ => [],
        };

    private static JsonObject JsonSpan(SentSpan span)
    {
        JsonObject json = new()
        {
            ["traceId"] = span.Trace.ToString(),
            ["spanId"] = $"{span.Id:x16}",
            ["name"] = span.Name,
            ["kind"] = (int)span.Side,
            ["startTimeUnixNano"] = $"{span.Start}",
            ["endTimeUnixNano"] = $"{span.End}",
            ["attributes"] = JsonPairs(span.Attributes),
            ["events"] = new JsonArray([
                .. span.Events.Select(happened => new JsonObject
                {
                    ["timeUnixNano"] = $"{happened.Time}",
                    ["name"] = happened.Name,
                    ["attributes"] = JsonPairs(happened.Attributes),
                }),
            ]),
        };
        if (span.Parent != 0)
        {
            json["parentSpanId"] = $"{span.Parent:X16}";
        }

        if (span.Failed is { } failed)
        {
            json["status"] = new JsonObject { ["code"] = failed ? 2 : 1, ["message"] = span.StatusMessage ?? "" };
        }

        return json;
    }

    private static JsonArray JsonPairs(SentAttributes set) =>
        new([.. set.Select(item => JsonPair(item.Name, item.Value))]);

    private static JsonObject JsonPair(string name, object? value) =>
        new() { ["key"] = name, ["value"] = JsonValue(value) };

    private static JsonObject JsonValue(object? value) =>
        value switch
        {
            string text => new JsonObject { ["stringValue"] = text },
            bool truth => new JsonObject { ["boolValue"] = truth },
            long number => new JsonObject { ["intValue"] = $"{number}" },
            double number when double.IsNaN(number) => new JsonObject { ["doubleValue"] = "NaN" },
            double number when double.IsInfinity(number) => new JsonObject
            {
                ["doubleValue"] = number > 0 ? "Infinity" : "-Infinity",
            },
            double number => new JsonObject { ["doubleValue"] = number },
            IReadOnlyList<object?> list => new JsonObject
            {
                ["arrayValue"] = new JsonObject { ["values"] = new JsonArray([.. list.Select(JsonValue)]) },
            },
            SentAttributes set => new JsonObject { ["kvlistValue"] = new JsonObject { ["values"] = JsonPairs(set) } },
            byte[] bytes => new JsonObject { ["bytesValue"] = Convert.ToBase64String(bytes) },
            _ => [],
        };
}
