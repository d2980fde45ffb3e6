using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Settings;

/// <summary>The <c>inputs:</c> section: how the file of inputs is read. Its <c>file</c> is another word for <c>inputs_file</c>.</summary>
public sealed record InputSettings : IValidatedSection
{
    /// <summary>Whose entries the file holds. Default: what its first entry looks like, <c>baton</c> when <c>fields</c> are given.</summary>
    public DatasetFormat? Format { get; init; }

    /// <summary>Where each part of an entry stands in the file's records. Default: under its own name.</summary>
    public InputFields? Fields { get; init; }

    /// <summary>What a line or entry with a mistake does. Default <see cref="BadLine.Fail"/>.</summary>
    public BadLine OnBadLine { get; init; } = BadLine.Fail;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Format == DatasetFormat.TauBench && Fields is not null)
        {
            section.Error("fields", "is not for tau-bench, whose tasks have no other names for their parts; remove it");
        }
    }
}

/// <summary>What becomes of a line of inputs that has a mistake.</summary>
public enum BadLine
{
    /// <summary>Nothing runs; every mistake is told with its line.</summary>
    Fail,

    /// <summary>The line is left out, told by its number, and counted.</summary>
    Skip,
}

/// <summary>
/// The <c>inputs.fields:</c> section: the column of a CSV file, or the key or path of a JSON or YAML record, that holds
/// each part. What is not named stands under its own name; columns and keys that are no part become metadata.
/// </summary>
public sealed record InputFields : IValidatedSection
{
    /// <summary>What the user says first. Default <c>input</c>.</summary>
    public string? Input { get; init; }

    /// <summary>The identifier. Default <c>id</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Who says it. Default <c>persona</c>.</summary>
    public string? Persona { get; init; }

    /// <summary>The answer to compare with. Default <c>expected</c>.</summary>
    public string? Expected { get; init; }

    /// <summary>A mapping of free facts. Default <c>metadata</c>.</summary>
    public string? Metadata { get; init; }

    /// <summary>The parts by their own names, each with where it stands or <see langword="null"/> for its own name.</summary>
    internal IReadOnlyList<(string Part, string? Source)> Parts =>
        [("input", Input), ("id", Id), ("persona", Persona), ("expected", Expected), ("metadata", Metadata)];

    /// <summary>The part that a column or key of this name is, or <see langword="null"/> when it is none.</summary>
    internal string? PartOf(string name)
    {
        foreach ((string part, string? source) in Parts)
        {
            if (string.Equals(name, source ?? part, StringComparison.Ordinal))
            {
                return part;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach ((string part, string? source) in Parts)
        {
            if (source is null)
            {
                continue;
            }

            if (source.Trim().Length == 0)
            {
                section.Error(part, "is empty; name the column or key, or remove it");
            }
            else if (DataPath.TryParse(source, null, out DataPath? path) && path.HasWildcard)
            {
                section.Error(part, "`[*]` leads to many values; name one of them, for example `[0]`");
            }
            else if (!taken.TryAdd(source, part))
            {
                section.Error(part, $"`{source}` is `{taken[source]}` already; a column can be one part only");
            }
        }
    }
}
