using System.Text;
using Baton.Targets.Processes;

namespace Baton.Targets.Containers;

/// <summary>Cuts the bytes of a standard error into lines and keeps the last ones. Lines over 8 KiB are cut. For one writer at a time.</summary>
/// <param name="line">Is given each line.</param>
internal sealed class StderrLines(Action<string> line)
{
    private const int Longest = 8 * 1024;
    private readonly OutputTail _tail = new();
    private readonly List<byte> _partial = [];

    /// <summary>The last lines. Thread-safe.</summary>
    public OutputTail Tail => _tail;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
            _partial.AddRange(piece[..Math.Min(piece.Length, Longest - _partial.Count)]);
            if (end < 0)
            {
                return;
            }

            Tell();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>No more bytes come.</summary>
    public void Finish()
    {
        if (_partial.Count > 0)
        {
            Tell();
        }
    }

    private void Tell()
    {
        string text = Encoding.UTF8.GetString([.. _partial]).TrimEnd('\r');
        _partial.Clear();
        _tail.Add(text);
        line(text);
    }
}
