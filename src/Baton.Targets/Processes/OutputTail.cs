namespace Baton.Targets.Processes;

/// <summary>The last lines of an output, for error messages: at most 40 lines and 8 KiB of characters. Thread-safe.</summary>
internal sealed class OutputTail
{
    private const int MostLines = 40;
    private const int MostCharacters = 8 * 1024;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private int _characters;

    /// <summary>Adds a line, cut to what fits, and forgets the oldest ones that no longer fit.</summary>
    public void Add(string line)
    {
        line = line.Length < MostCharacters ? line : line[..(MostCharacters - 1)];
        lock (_gate)
        {
            _lines.Enqueue(line);
            _characters += line.Length + 1;
            while (_lines.Count > MostLines || (_characters > MostCharacters && _lines.Count > 1))
            {
                _characters -= _lines.Dequeue().Length + 1;
            }
        }
    }

    /// <summary>
    /// The line that says what happened, or <see langword="null"/> when there was none: the last one that is neither blank nor indented,
    /// closes no bracket and does not just name the runtime, as Node.js does behind a stack trace. Where all are so, the last that is
    /// not blank.
    /// </summary>
    public string? TellingLine
    {
        get
        {
            lock (_gate)
            {
                return _lines.LastOrDefault(IsTelling)
                    ?? _lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line));
            }
        }
    }

    /// <summary>The lines joined; empty when there were none.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }

    private static bool IsTelling(string line) =>
        line.Length > 0
        && !char.IsWhiteSpace(line[0])
        && line[0] is not ('}' or ']' or ')')
        && !line.StartsWith("Node.js v", StringComparison.Ordinal);
}
