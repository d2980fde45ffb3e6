using System.Text;

namespace Baton.Targets.DotNet;

/// <summary>What one call prints, cut into lines. Thread-safe.</summary>
/// <remarks>Up to 1,000 lines of up to 8,192 characters; what is beyond is left out.</remarks>
/// <param name="told">Is given each line and the stream it came from.</param>
internal sealed class PrintedLines(Action<string, string> told)
{
    private const int MostLines = 1000;
    private const int LongestLine = 8192;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StringBuilder> _begun = new(StringComparer.Ordinal);
    private int _lines;

    /// <summary>Adds what was printed.</summary>
    /// <param name="text">The text; may hold any number of line breaks.</param>
    /// <param name="source">The stream: <c>stdout</c> or <c>stderr</c>.</param>
    public void Add(ReadOnlySpan<char> text, string source)
    {
        lock (_gate)
        {
            if (!_begun.TryGetValue(source, out StringBuilder? line))
            {
                _begun.Add(source, line = new StringBuilder());
            }

            while (text.IndexOf('\n') is >= 0 and int end)
            {
                Append(line, text[..end]);
                Tell(line, source);
                text = text[(end + 1)..];
            }

            Append(line, text);
        }
    }

    /// <summary>The call is over: a line without an end is one, too.</summary>
    public void End()
    {
        lock (_gate)
        {
            foreach ((string source, StringBuilder line) in _begun)
            {
                if (line.Length > 0)
                {
                    Tell(line, source);
                }
            }
        }
    }

    private static void Append(StringBuilder line, ReadOnlySpan<char> text) =>
        line.Append(text[..Math.Min(text.Length, LongestLine - line.Length)]);

    private void Tell(StringBuilder line, string source)
    {
        if (++_lines <= MostLines)
        {
            told(
                _lines < MostLines ? line.ToString().TrimEnd('\r') : "further lines of this turn are left out",
                source
            );
        }

        line.Clear();
    }
}
