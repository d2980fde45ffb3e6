using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>What the columns of a CSV file are, from its header row. Columns Baton does not know are metadata.</summary>
internal sealed class CsvColumns
{
    private const string MetadataPrefix = "metadata.";
    private static readonly string[] Known = ["input", "id", "persona", "expected", "metadata"];
    private static readonly string[] NotInCsv = ["turns", "approvals", "expect", "scenario", "notes"];

    // What other tools call the expected answer.
    private static readonly string[] Answers = ["target", "ideal"];

    private static readonly InputFields OwnNames = new();

    private readonly List<(int Column, string Name)> _metadata = [];

    /// <summary>The number of columns.</summary>
    public required int Count { get; init; }

    /// <summary>The column of the text, or -1.</summary>
    public int Input { get; private set; } = -1;

    /// <summary>The column of the identifier, or -1.</summary>
    public int Id { get; private set; } = -1;

    /// <summary>The column of the persona, or -1.</summary>
    public int Persona { get; private set; } = -1;

    /// <summary>The column of the expected answer, or -1.</summary>
    public int Expected { get; private set; } = -1;

    /// <summary>The column that holds metadata as a JSON object, or -1.</summary>
    public int Metadata { get; private set; } = -1;

    /// <summary>The columns that hold one fact of the metadata each, and its name.</summary>
    public IReadOnlyList<(int Column, string Name)> MetadataFacts => _metadata;

    /// <summary>Reads a header row.</summary>
    /// <param name="header">The names.</param>
    /// <param name="fields">Which columns the parts are, or <see langword="null"/> for those with their names.</param>
    /// <param name="place">Where the row stands.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public static CsvColumns Read(
        IReadOnlyList<string> header,
        InputFields? fields,
        ConfigurationPlace place,
        InputFindings findings
    )
    {
        InputFields parts = fields ?? OwnNames;
        CsvColumns columns = new() { Count = header.Count };
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int column = 0; column < header.Count; column++)
        {
            string name = header[column].Trim();
            if (name.Length == 0)
            {
                findings.Add(place, "", $"column {column + 1} of the header has no name; name it or remove it");
            }
            else if (!seen.Add(name))
            {
                findings.Add(place, name, "stands in the header twice; keep one");
            }
            else if (parts.PartOf(name) is null && NotInCsv.Contains(name, StringComparer.Ordinal))
            {
                findings.Add(place, name, "cannot be written in CSV; use JSON Lines or YAML for entries with it");
            }
            else
            {
                columns.Assign(column, name, parts, place, findings);
            }
        }

        foreach ((string part, string? source) in parts.Parts)
        {
            if (source is not null && !seen.Contains(source))
            {
                string hint = Suggestion.Hint(source, seen);
                findings.Add(place, "", $"no column `{source}` (`inputs.fields.{part}`) in the header{hint}");
            }
        }

        if (columns.Input < 0 && parts.Input is null)
        {
            findings.Add(place, "", MissingInput(header));
        }

        return columns;
    }

    private void Assign(int column, string name, InputFields parts, ConfigurationPlace place, InputFindings findings)
    {
        switch (parts.PartOf(name))
        {
            case "input":
                Input = column;
                break;
            case "id":
                Id = column;
                break;
            case "persona":
                Persona = column;
                break;
            case "expected":
                Expected = column;
                break;
            case "metadata":
                Metadata = column;
                break;
            default:
                bool isFact = name.StartsWith(MetadataPrefix, StringComparison.Ordinal);
                _metadata.Add((column, isFact ? name[MetadataPrefix.Length..] : name));
                if (!isFact && parts == OwnNames && Suggestion.For(name, Known) is { } close)
                {
                    findings.Warn($"{place}: column `{name}` is taken as metadata; did you mean `{close}`?");
                }
                else if (!isFact && parts == OwnNames && Answers.Contains(name, StringComparer.Ordinal))
                {
                    findings.Warn(
                        $"{place}: column `{name}` is taken as metadata, which the agent is handed; if it is the answer, say so with "
                            + "`inputs.format` (`--inputs-format`) or `inputs.fields.expected`"
                    );
                }

                break;
        }
    }

    private static string MissingInput(IReadOnlyList<string> header)
    {
        string names = string.Join(", ", header.Take(10).Select(name => $"`{Shorten(name)}`"));
        string advice =
            header.Count == 1 && header[0].AsSpan().IndexOfAny(';', '\t') >= 0
                ? "; columns are separated by commas"
                : "; name the column with the users' words `input`";
        return $"no column `input` in the header ({names}){advice}";
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
