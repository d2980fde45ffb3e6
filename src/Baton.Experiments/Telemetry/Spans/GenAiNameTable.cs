using System.Buffers.Binary;
using System.Text;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>Finds names by their bytes in UTF-8, as they stand in a span's message.</summary>
internal sealed class GenAiNameTable
{
    // Sparse, so that the first place looked at mostly decides; a power of two.
    private readonly GenAiName?[] _places = new GenAiName?[512];

    /// <summary>Adds the names that tell the same, the one that counts most first.</summary>
    public void Add(AttributeRole role, params ReadOnlySpan<string> names)
    {
        for (int rank = 0; rank < names.Length; rank++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(names[rank]);
            int place = FirstPlace(utf8);
            while (_places[place] is not null)
            {
                place = Next(place);
            }

            _places[place] = new GenAiName(utf8, role, rank);
        }
    }

    /// <summary>What is known of a name, or <see langword="null"/>.</summary>
    public GenAiName? Find(ReadOnlySpan<byte> utf8)
    {
        for (int place = FirstPlace(utf8); _places[place] is { } name; place = Next(place))
        {
            if (utf8.SequenceEqual(name.Utf8.Span))
            {
                return name;
            }
        }

        return null;
    }

    private int Next(int place) => (place + 1) & (_places.Length - 1);

    // Names differ in their ends and lengths.
    private static int FirstPlace(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < sizeof(ulong))
        {
            return utf8.Length;
        }

        ulong end = BinaryPrimitives.ReadUInt64LittleEndian(utf8[^sizeof(ulong)..]) + (ulong)utf8.Length;
        return (int)((end * 0x9E3779B97F4A7C15) >> 55);
    }
}

/// <summary>A name of an attribute that tells something of a span.</summary>
/// <param name="Utf8">The name in UTF-8.</param>
/// <param name="Role">What it tells.</param>
/// <param name="Rank">Which of the names that tell the same it is, from 0; the lowest one counts.</param>
internal sealed record GenAiName(ReadOnlyMemory<byte> Utf8, AttributeRole Role, int Rank);
