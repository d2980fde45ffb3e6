using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Several sources read one behind the other, their entries numbered as one list.</summary>
/// <param name="shownAs">The file that names them.</param>
/// <param name="format">Whose entries they hold.</param>
/// <param name="parts">The sources, in order.</param>
internal sealed class CombinedInputs(string shownAs, DatasetFormat format, IReadOnlyList<IInputSource> parts)
    : IInputSource
{
    /// <inheritdoc/>
    public string ShownAs => shownAs;

    /// <inheritdoc/>
    public DatasetFormat Format => format;

    /// <inheritdoc/>
    public IEnumerable<LocatedInput> Read(InputFindings findings)
    {
        long number = 0;
        foreach (IInputSource part in parts)
        {
            foreach (LocatedInput located in part.Read(findings))
            {
                number++;
                LocatedInput placed = located with { Source = located.Source ?? part.ShownAs };
                yield return located.HasOwnId
                    ? placed
                    : placed with
                    {
                        Input = located.Input with { Id = EntryId.Of(number) },
                    };
            }
        }
    }
}
