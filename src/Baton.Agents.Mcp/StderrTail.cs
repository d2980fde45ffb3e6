namespace Baton.Agents.Mcp;

/// <summary>The last lines a server wrote to its standard error. Thread-safe.</summary>
internal sealed class StderrTail
{
    private const int MostLines = 10;
    private const int LongestLine = 500;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The lines behind an introduction, or nothing when there are none.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            return _lines.Count == 0 ? string.Empty : $"; the last it wrote to stderr:\n{string.Join('\n', _lines)}";
        }
    }
}
