namespace Baton.Experiments.Inputs;

/// <summary>Entries that were read whole: from YAML, JSON or the configuration itself.</summary>
/// <param name="shownAs">The file, or <c>base_inputs</c>.</param>
/// <param name="entries">The entries.</param>
internal sealed class DocumentInputs(string shownAs, IReadOnlyList<LocatedInput> entries) : IInputSource
{
    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings) => entries;
}
