using System.Runtime.InteropServices;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Where in a span's message an attribute stands that tells something.</summary>
/// <param name="Name">The attribute's name; <see langword="null"/> when no attribute tells it.</param>
/// <param name="Place">The message of its value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RoleValue(GenAiName? Name, MessagePart Place)
{
    /// <summary>The name in UTF-8; empty when no attribute tells it.</summary>
    public ReadOnlySpan<byte> Utf8Name => Name is null ? [] : Name.Utf8.Span;

    /// <summary>Whether an attribute of another name of the same role counts more.</summary>
    public bool IsOutrankedBy(GenAiName other) => Name is null || other.Rank < Name.Rank;

    /// <summary>The value; none when no attribute tells it.</summary>
    /// <param name="message">The span's message.</param>
    public AnyValue Read(ReadOnlySpan<byte> message) =>
        Name is null ? default : AnyValue.Read(Place.Of(message), depth: 0);
}
