namespace Baton.Targets.Python;

/// <summary>The last lines of a standard error. Safe for concurrent use.</summary>
internal sealed class StderrTail
{
    private const int MaxLines = 40;
    private const int MaxLineLength = 2000;

    // Guards the queue.
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Adds a line; long ones are cut.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }
}
