using System.Text;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>Entries in a JSON Lines file, one a line, read line by line.</summary>
/// <param name="path">The file.</param>
/// <param name="shownAs">The file as the user would type it.</param>
/// <param name="fields">Where the parts of an entry stand, or <see langword="null"/> when under their own names.</param>
internal sealed class JsonLinesInputs(string path, string shownAs, RecordFields? fields = null) : IInputSource
{
    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings)
    {
        using Utf8LineReader lines = new(InputStream.Open(path, shownAs));
        PlainJsonEntry plain = new();
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

            number++;
            if (fields is null && plain.TryRead(lines.Current, number, out LocatedInput? entry))
            {
                yield return entry.Value with
                {
                    Line = lines.Number,
                };
            }
            else if (ReadStrictly(lines.Current, lines.Number, number, findings) is { } unusual)
            {
                yield return unusual;
            }
        }
    }

    private LocatedInput? ReadStrictly(ReadOnlySpan<byte> line, int lineNumber, long number, InputFindings findings)
    {
        if (Utf8Text.FaultIn(line, out int column) is { } fault)
        {
            findings.AddEntry(new ConfigurationPlace(shownAs, lineNumber, column), fault);
            return null;
        }

        ConfigurationErrors errors = new();
        LocatedInput? entry = null;
        if (line.TrimStart(" \t"u8)[0] is (byte)'{' or (byte)'"')
        {
            ConfigurationNode? node = ConfigurationText.Parse(shownAs, line, ConfigurationFormat.Json, errors);
            node = node is null || fields is null ? node : fields.ToEntry(node, "", errors);
            entry = node is null ? null : EntryReader.Read(node, "", number, errors);
        }
        else
        {
            errors.Add(new ConfigurationPlace(shownAs, 1, 1), "", NoEntry(line));
        }

        findings.AddEntry([.. errors.Items.Select(error => OnLine(error, lineNumber))]);
        return errors.IsEmpty && entry is { } read ? read with { Line = lineNumber } : null;
    }

    /// <summary>An error about a line that was read alone, as one about the file.</summary>
    private ConfigurationError OnLine(ConfigurationError error, int line) =>
        error with
        {
            Place = error.Place with { Line = line },
            Message = error.Message.Replace($"{shownAs}:1:", $"{shownAs}:{line}:", StringComparison.Ordinal),
        };

    private static string NoEntry(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]).Trim();
        string shown = text.Length <= 40 ? text : text[..40] + "…";
        return $"`{shown}` is no entry; each line is one JSON object like {{\"input\": \"How do I start?\"}}";
    }
}
