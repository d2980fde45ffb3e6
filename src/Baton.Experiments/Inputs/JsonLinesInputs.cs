using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Entries in a JSON Lines file, one a line, read line by line.</summary>
/// <param name="path">The file.</param>
/// <param name="shownAs">The file as the user would type it.</param>
/// <param name="mapper">Turns lines of another form into entries, or <see langword="null"/> when they are entries.</param>
internal sealed class JsonLinesInputs(string path, string shownAs, IEntryMapper? mapper = null) : IInputSource
{
    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public DatasetFormat Format { get; init; } = DatasetFormat.Baton;

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings)
    {
        using Utf8LineReader lines = new(InputStream.Open(path, shownAs));
        PlainJsonEntry plain = new();
        MappingNotes notes = new();
        long number = 0;
        while (lines.MoveNext())
        {
            if (lines.IsTooLong)
            {
                number++;
                findings.AddEntry(new ConfigurationPlace(shownAs, lines.Number, 1), Utf8Text.TooLong);
                continue;
            }

            if (!lines.Current.ContainsAnyExcept(" \t"u8))
            {
                continue;
            }

            if (mapper is null && plain.TryRead(lines.Current, number + 1, out LocatedInput? entry))
            {
                number++;
                yield return entry.Value with
                {
                    Line = lines.Number,
                };
            }
            else
            {
                foreach (
                    LocatedInput? unusual in ReadStrictly(lines.Current, lines.Number, number + 1, notes, findings)
                )
                {
                    number++;
                    if (unusual is { } read)
                    {
                        yield return read;
                    }
                }
            }
        }

        notes.Tell(findings);
    }

    // An entry with a mistake is null: it counts, so that those behind it keep their numbers.
    private List<LocatedInput?> ReadStrictly(
        ReadOnlySpan<byte> line,
        int lineNumber,
        long number,
        MappingNotes notes,
        InputFindings findings
    )
    {
        if (Utf8Text.FaultIn(line, out int column) is { } fault)
        {
            findings.AddEntry(new ConfigurationPlace(shownAs, lineNumber, column), fault);
            return [null];
        }

        ConfigurationErrors errors = new();
        ConfigurationNode? node = null;
        if (line.TrimStart(" \t"u8)[0] is (byte)'{' or (byte)'"')
        {
            node = ConfigurationText.Parse(shownAs, line, ConfigurationFormat.Json, errors);
        }
        else
        {
            errors.Add(new ConfigurationPlace(shownAs, 1, 1), "", NoEntry(line));
        }

        if (node is null || !errors.IsEmpty)
        {
            findings.AddEntry([.. errors.Items.Select(error => OnLine(error, lineNumber))]);
            return [null];
        }

        notes.Line = lineNumber;
        List<LocatedInput?> entries = [];
        foreach ((LocatedInput? entry, var wrong) in EntryReader.ReadRecord(node, "", number, mapper, notes))
        {
            findings.AddEntry([.. wrong.Select(error => OnLine(error, lineNumber))]);
            entries.Add(entry is { } read && wrong.Count == 0 ? read with { Line = lineNumber } : null);
        }

        return entries;
    }

    /// <summary>An error about a line that was read alone, as one about the file. Other files' lines are their own.</summary>
    private ConfigurationError OnLine(ConfigurationError error, int line) =>
        string.Equals(error.Place.Source, shownAs, StringComparison.Ordinal)
            ? error with
            {
                Place = error.Place with { Line = line },
                Message = error.Message.Replace($"{shownAs}:1:", $"{shownAs}:{line}:", StringComparison.Ordinal),
            }
            : error;

    private static string NoEntry(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]).Trim();
        string shown = text.Length <= 40 ? text : text[..40] + "…";
        return $"`{shown}` is no entry; each line is one JSON object like {{\"input\": \"How do I start?\"}}";
    }
}
