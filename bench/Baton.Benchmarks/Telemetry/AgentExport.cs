using System.Buffers.Binary;
using System.Text;
using Baton.Experiments.Telemetry.Spans;

namespace Baton.Benchmarks.Telemetry;

/// <summary>
/// The body that <c>bench/agents/spans.mjs</c> sends: a hundred spans a run, ten steps of nine calls each, in protobuf as
/// OpenTelemetry's SDK for Node writes it.
/// </summary>
internal static class AgentExport
{
    /// <summary>How many spans a run has.</summary>
    public const int SpansOfRun = 100;

    private const ulong Began = 1_760_000_000_123_000_000;

    private static readonly byte[] _chat =
    [
        .. Text("gen_ai.operation.name", "chat"),
        .. Text("gen_ai.provider.name", "bench"),
        .. Text("gen_ai.request.model", "tiny-1"),
        .. Number("gen_ai.usage.input_tokens", 12),
        .. Number("gen_ai.usage.output_tokens", 5),
        .. Text(
            "gen_ai.output.messages",
            """[{"role":"assistant","parts":[{"type":"text","content":"fine, thank you"}]}]"""
        ),
    ];

    /// <summary>One export with the spans of some runs.</summary>
    public static byte[] Of(IEnumerable<RunSpans> runs) =>
        Message(
            1,
            [
                .. Message(1, Text(1, "service.name", "unknown_service:node")),
                .. Message(2, [.. Message(1, Text(1, "bench")), .. runs.SelectMany(Spans)]),
            ]
        );

    private static IEnumerable<byte> Spans(RunSpans run)
    {
        for (ulong step = 1; step <= 10; step++)
        {
            for (ulong call = 1; call <= 9; call++)
            {
                foreach (byte next in Span(run, step << 8 | call, step << 8, "chat tiny-1", _chat))
                {
                    yield return next;
                }
            }

            foreach (byte next in Span(run, step << 8, run.Span, "step", Number("step", (long)step)))
            {
                yield return next;
            }
        }
    }

    private static byte[] Span(RunSpans run, ulong id, ulong parent, string name, byte[] attributes)
    {
        byte[] trace = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(trace, run.Trace.High);
        BinaryPrimitives.WriteUInt64BigEndian(trace.AsSpan(8), run.Trace.Low);
        return Message(
            2,
            [
                .. Message(1, trace),
                .. Message(2, Id(id)),
                .. Message(4, Id(parent)),
                .. Text(5, name),
                0x30,
                1,
                .. Time(7, Began + id * 1000),
                .. Time(8, Began + id * 1000 + 500_000),
                .. attributes,
                .. Message(15, []),
                .. (byte[])[0x85, 0x01, 0x01, 0x01, 0, 0],
            ]
        );
    }

    private static byte[] Text(string name, string value) => Text(9, name, value);

    private static byte[] Text(int field, string name, string value) =>
        Message(field, [.. Text(1, name), .. Message(2, Text(1, value))]);

    private static byte[] Number(string name, long value) =>
        Message(9, [.. Text(1, name), .. Message(2, [0x18, .. Varint((ulong)value)])]);

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Id(ulong id)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        return bytes;
    }

    private static byte[] Time(int field, ulong time) => [(byte)(field << 3 | 1), .. BitConverter.GetBytes(time)];

    private static byte[] Message(int field, byte[] content) =>
        [.. Varint((ulong)(field << 3 | 2)), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
