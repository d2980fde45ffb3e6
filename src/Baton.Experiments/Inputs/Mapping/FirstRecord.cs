using System.Globalization;
using System.Text;
using Baton.Configuration;
using CsvHelper;
using CsvHelper.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Looks at the beginning of files that are read piece by piece.</summary>
internal static class FirstRecord
{
    /// <summary>The first line of a JSON Lines file that is not blank, or <see langword="null"/> where it is no JSON.</summary>
    /// <exception cref="Baton.Configuration.ConfigurationException">The file is gone or cannot be read.</exception>
    public static ConfigurationNode? OfLines(string path, string shownAs)
    {
        using Utf8LineReader lines = new(InputStream.Open(path, shownAs));
        while (lines.MoveNext())
        {
            if (lines.Current.ContainsAnyExcept(" \t"u8))
            {
                ConfigurationErrors errors = new();
                ConfigurationNode? node = ConfigurationText.Parse(
                    shownAs,
                    lines.Current,
                    ConfigurationFormat.Json,
                    errors
                );
                return errors.IsEmpty ? node : null;
            }
        }

        return null;
    }

    /// <summary>The header of a CSV file; empty where there is none.</summary>
    /// <exception cref="Baton.Configuration.ConfigurationException">The file is gone or cannot be read.</exception>
    public static IReadOnlyList<string> OfTable(string path, string shownAs)
    {
        CsvConfiguration rules = new(CultureInfo.InvariantCulture) { BadDataFound = null, MaxFieldSize = 1024 * 1024 };
        using CsvParser parser = new(new StreamReader(InputStream.Open(path, shownAs), Encoding.UTF8), rules);
        try
        {
            return parser.Read() ? [.. (parser.Record ?? []).Select(name => name.Trim())] : [];
        }
        catch (CsvHelperException)
        {
            return [];
        }
    }
}
