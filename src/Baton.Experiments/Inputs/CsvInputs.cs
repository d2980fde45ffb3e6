using System.Globalization;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;
using CsvHelper;
using CsvHelper.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>Entries in a CSV file with a header row (RFC 4180, UTF-8), read row by row.</summary>
/// <param name="path">The file.</param>
/// <param name="shownAs">The file as the user would type it.</param>
/// <param name="fields">Which columns the parts of an entry are, or <see langword="null"/> for those with their names.</param>
internal sealed class CsvInputs(string path, string shownAs, InputFields? fields = null) : IInputSource
{
    private const int MaxFieldLength = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public DatasetFormat Format { get; init; } = DatasetFormat.Baton;

    /// <summary>Turns rows of another form into entries, or <see langword="null"/> when they are entries.</summary>
    public IEntryMapper? Mapper { get; init; }

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings)
    {
        if (!Utf8Text.Passes(path, shownAs, findings))
        {
            yield break;
        }

        string? badField = null;
        CsvConfiguration rules = new(CultureInfo.InvariantCulture)
        {
            BadDataFound = bad => badField = bad.Field,
            MaxFieldSize = MaxFieldLength,
            BufferSize = 64 * 1024,
        };
        using CsvParser parser = new(
            new StreamReader(InputStream.Open(path, shownAs), Encoding.UTF8, bufferSize: 64 * 1024),
            rules
        );
        ICsvRows? rows = null;
        int lastLine = 0;
        while (TryReadRecord(parser, lastLine, findings))
        {
            string[] record = parser.Record ?? [];
            int line = FirstLine(parser, lastLine, badField is not null && IsNeverClosed(badField));
            lastLine = parser.RawRow;
            if (badField is not null)
            {
                AddBadQuotes(new ConfigurationPlace(shownAs, line, 1), badField, isHeader: rows is null, findings);
                badField = null;
                rows?.PassOver();
            }
            else if (rows is null)
            {
                long before = findings.ErrorCount;
                ConfigurationPlace header = new(shownAs, line, 1);
                rows = Mapper is null
                    ? new CsvRows(CsvColumns.Read(record, fields, header, findings), shownAs)
                    : MappedRows.Under(record, Mapper, header, findings);
                if (findings.ErrorCount > before)
                {
                    yield break;
                }
            }
            else
            {
                foreach (LocatedInput entry in rows.Read(record, line, findings))
                {
                    yield return entry;
                }
            }
        }

        rows?.Finish(findings);
    }

    private bool TryReadRecord(CsvParser parser, int lastLine, InputFindings findings)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException)
        {
            ConfigurationPlace place = new(shownAs, lastLine + 1, 1);
            findings.Add(place, "", "a field from here on is over 16 MiB; is a closing quote missing?");
            return false;
        }
    }

    private static int FirstLine(CsvParser parser, int lastLine, bool endsInsideField)
    {
        if (parser.RawRow == lastLine + 1)
        {
            return parser.RawRow;
        }

        ReadOnlySpan<char> raw = parser.RawRecord;
        return parser.RawRow - (endsInsideField ? raw : raw.TrimEnd("\r\n")).Count('\n');
    }

    // A quote that is never closed swallows the rows behind it: nobody can say how many would be skipped.
    private static void AddBadQuotes(ConfigurationPlace place, string field, bool isHeader, InputFindings findings)
    {
        if (isHeader || IsNeverClosed(field))
        {
            findings.Add(place, "", BadQuotes(field));
        }
        else
        {
            findings.AddEntry(place, BadQuotes(field));
        }
    }

    private static bool IsNeverClosed(string field) => field.StartsWith('"') && field.AsSpan(1).IndexOf('"') < 0;

    private static string BadQuotes(string field)
    {
        string shown = field.ReplaceLineEndings(" ").Trim();
        shown = shown.Length <= 60 ? shown : shown[..60] + "…";
        return IsNeverClosed(field)
            ? $"a quote is opened and never closed: {shown}"
            : $"a quote inside a field: {shown}; put the field in quotes and double the quotes inside (\"say \"\"hi\"\"\")";
    }
}
