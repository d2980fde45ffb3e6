using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Turns rows of another form into entries: each row is a record with a text for each column.</summary>
/// <param name="header">The columns.</param>
/// <param name="mapper">Turns records into entries.</param>
/// <param name="shownAs">The file as the user would type it.</param>
internal sealed class MappedRows(IReadOnlyList<string> header, IEntryMapper mapper, string shownAs) : ICsvRows
{
    private readonly MappingNotes _notes = new();
    private long _number;

    /// <summary>Makes rows of the header's columns.</summary>
    /// <param name="header">The names.</param>
    /// <param name="mapper">Turns records into entries.</param>
    /// <param name="place">Where the header stands.</param>
    /// <param name="findings">Where to say what is wrong with it.</param>
    public static MappedRows Under(
        IReadOnlyList<string> header,
        IEntryMapper mapper,
        ConfigurationPlace place,
        InputFindings findings
    )
    {
        string[] names = [.. header.Select(name => name.Trim())];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int column = 0; column < names.Length; column++)
        {
            if (names[column].Length == 0)
            {
                findings.Add(place, "", $"column {column + 1} of the header has no name; name it or remove it");
            }
            else if (!seen.Add(names[column]))
            {
                findings.Add(place, names[column], "stands in the header twice; keep one");
            }
        }

        return new MappedRows(names, mapper, place.Source);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LocatedInput> Read(string[] record, int line, InputFindings findings)
    {
        if (record.Length == 1 && string.IsNullOrWhiteSpace(record[0]))
        {
            return [];
        }

        ConfigurationPlace place = new(shownAs, line, 1);
        if (record.Length != header.Count)
        {
            _number++;
            findings.AddEntry(place, CsvRows.WrongCount(record.Length, header.Count));
            return [];
        }

        ConfigurationMapping row = new(
            place,
            [
                .. header.Select(
                    (name, column) => new ConfigurationEntry(name, place, MappedEntry.Text(record[column], place))
                ),
            ]
        );
        List<LocatedInput> entries = [];
        foreach ((LocatedInput? entry, var wrong) in EntryReader.ReadRecord(row, "", _number + 1, mapper, _notes))
        {
            _number++;
            findings.AddEntry(wrong);
            if (entry is { } read && wrong.Count == 0)
            {
                entries.Add(read);
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public void PassOver() => _number++;

    /// <inheritdoc/>
    public void Finish(InputFindings findings) => _notes.Tell(findings);
}
