namespace Baton.Cli.Results;

/// <summary>Rows of text in columns that line up.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> _rows = [];

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the rows, each beginning with <paramref name="indent"/>; lines do not end in spaces.</summary>
    public void Write(TextWriter output, string indent = "")
    {
        int columns = _rows.Count == 0 ? 0 : _rows.Max(row => row.Length);
        int[] widths =
        [
            .. Enumerable
                .Range(0, columns)
                .Select(column => _rows.Where(row => column < row.Length).Max(row => row[column].Length)),
        ];
        foreach (string[] row in _rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            output.WriteLine($"{indent}{line}".TrimEnd());
        }
    }
}
