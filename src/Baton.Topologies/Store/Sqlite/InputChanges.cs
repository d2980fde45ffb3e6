using System.Buffers;
using System.Text;
using System.Text.Json;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Store.Sqlite;

/// <summary>
/// A step's input told by the step before, because most of it stood there already: a JSON array of texts that are new, and
/// of pairs <c>[start, length]</c> for what is taken from the input of the step before with its output behind it.
/// </summary>
/// <remarks>The view <c>messages</c> reads the same with SQL.</remarks>
internal static class InputChanges
{
    private const int LeastWorthTelling = 128;
    private const int Seed = 24;

    /// <summary>Tells an input by the step before.</summary>
    /// <returns>The changes, or <see langword="null"/> when they are not much shorter than the input.</returns>
    public static string? Tell(string input, StepRecord before)
    {
        if (input.Length < LeastWorthTelling)
        {
            return null;
        }

        int length = before.Input.Length + (before.Output?.Length ?? 0);
        char[] earlier = ArrayPool<char>.Shared.Rent(length);
        try
        {
            before.Input.CopyTo(earlier);
            before.Output?.CopyTo(earlier.AsSpan(before.Input.Length));
            return Tell(input, earlier.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(earlier);
        }
    }

    /// <summary>The input that was told.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public static string Read(string changes, StepRecord before)
    {
        string earlier = before.Input + before.Output;
        using JsonDocument parts = JsonDocument.Parse(changes);
        StringBuilder input = new();
        foreach (JsonElement part in parts.RootElement.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Array)
            {
                input.Append(earlier, part[0].GetInt32(), part[1].GetInt32());
            }
            else
            {
                input.Append(part.GetString());
            }
        }

        return input.ToString();
    }

    private static string? Tell(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        if (IsCountedOtherwise(text) || IsCountedOtherwise(before))
        {
            return null;
        }

        StringBuilder changes = new("[", capacity: 256);
        int told = 0;
        int taken = 0;
        int stride = Seed;
        for (int at = 0; at + Seed <= text.Length; )
        {
            int found = Find(before, text.Slice(at, Seed), taken);
            if (found < 0)
            {
                // What is new is mostly long: the steps over it grow, so that a new text costs few searches.
                at += stride;
                stride *= 2;
                continue;
            }

            int back = CommonEnd(text[told..at], before[..found]);
            (at, found) = (at - back, found - back);
            int length = text[at..].CommonPrefixLength(before[found..]);
            Add(changes, text[told..at]);
            changes.Append('[').Append(found).Append(',').Append(length).Append("],");
            at += length;
            told = at;
            taken = found + length;
            stride = Seed;
        }

        Add(changes, text[told..]);
        changes[^1] = ']';
        return changes.Length < text.Length * 3 / 4 ? changes.ToString() : null;
    }

    // SQL counts a pair of surrogates once, and ends at a zero.
    private static bool IsCountedOtherwise(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\uD800', '\uDFFF') || text.Contains('\0');

    // What moved keeps its order: first behind what was taken last.
    private static int Find(ReadOnlySpan<char> before, ReadOnlySpan<char> seed, int taken)
    {
        int behind = before[taken..].IndexOf(seed);
        return behind < 0 ? before.IndexOf(seed) : taken + behind;
    }

    private static int CommonEnd(ReadOnlySpan<char> text, ReadOnlySpan<char> other)
    {
        int length = 0;
        while (length < text.Length && length < other.Length && text[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private static void Add(StringBuilder changes, ReadOnlySpan<char> text)
    {
        if (text.Length > 0)
        {
            changes.Append('"').Append(JsonEncodedText.Encode(text, TopologyJson.Options.Encoder)).Append("\",");
        }
    }
}
