using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Entries that were read whole: from YAML, JSON or the configuration itself.</summary>
/// <param name="shownAs">The file, or <c>base_inputs</c>.</param>
/// <param name="entries">The entries without mistakes.</param>
/// <param name="mistakes">What is wrong with the others, by entry.</param>
internal sealed class DocumentInputs(
    string shownAs,
    IReadOnlyList<LocatedInput> entries,
    IReadOnlyList<IReadOnlyList<ConfigurationError>> mistakes
) : IInputSource
{
    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public DatasetFormat Format { get; init; } = DatasetFormat.Baton;

    /// <summary>What the file holds that entries cannot express, or <see langword="null"/>.</summary>
    public MappingNotes? Notes { get; init; }

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings)
    {
        foreach (IReadOnlyList<ConfigurationError> wrong in mistakes)
        {
            findings.AddEntry(wrong);
        }

        Notes?.Tell(findings);
        return entries;
    }
}
