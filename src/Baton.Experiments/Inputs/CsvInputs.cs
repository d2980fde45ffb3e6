using System.Globalization;
using System.Text;
using Baton.Configuration;
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
        CsvRows? rows = null;
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
                rows = new CsvRows(
                    CsvColumns.Read(record, fields, new ConfigurationPlace(shownAs, line, 1), findings),
                    shownAs
                );
                if (!findings.IsEmpty)
                {
                    yield break;
                }
            }
            else if (rows.Read(record, line, findings) is { } entry)
            {
                yield return entry;
            }
        }
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
