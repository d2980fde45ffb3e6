using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Export.Spans;

/// <summary>The identifiers of a run's trace and spans: the same whenever the run is exported. Not thread-safe.</summary>
/// <remarks>
/// A trace that the agent was asked to belong to keeps its identifier, and so do spans that the agent exported: what the agent sent
/// to a backend by itself and what is exported later meet there. All others are hashes of the names Baton gave.
/// </remarks>
internal sealed class SpanIds
{
    private readonly HashSet<ulong> _used = [];

    /// <summary>Finds the trace of a run.</summary>
    public SpanIds(ExportedExperiment experiment, RunTrace run)
    {
        Trace = Recorded(run.OtelTraceId) ?? Made(experiment, run);
        Run = Span(run.OtelSpanId ?? "run");
    }

    /// <summary>The trace.</summary>
    public TraceKey Trace { get; }

    /// <summary>The span that stands for the whole run.</summary>
    public ulong Run { get; }

    /// <summary>The next span of this name; an agent may use a name more than once.</summary>
    /// <param name="name">The span as observations name it.</param>
    public ulong Span(string name)
    {
        if (OfAgent(name) is { } kept && _used.Add(kept))
        {
            return kept;
        }

        for (int use = 0; ; use++)
        {
            ulong made = BinaryPrimitives.ReadUInt64BigEndian(Hash($"{Trace}\n{name}\n{use}"));
            if (made != 0 && _used.Add(made))
            {
                return made;
            }
        }
    }

    /// <summary>The number of a span that OpenTelemetry named; <see langword="null"/> for a name of another kind.</summary>
    public static ulong? OfAgent(string name) =>
        name.Length == 16
        && ulong.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong id)
        && id != 0
            ? id
            : null;

    private static TraceKey? Recorded(string? digits) =>
        digits?.Length == 32
        && UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out UInt128 id)
        && id != 0
            ? new TraceKey((ulong)(id >> 64), (ulong)id)
            : null;

    private static TraceKey Made(ExportedExperiment experiment, RunTrace run)
    {
        // Experiments of the same name, made on two machines, differ by when they began.
        byte[] hash = Hash($"{experiment.Id}\n{experiment.StartedAt.UtcTicks}\n{run.RunKey}");
        return new TraceKey(
            BinaryPrimitives.ReadUInt64BigEndian(hash) | 1,
            BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(8))
        );
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
