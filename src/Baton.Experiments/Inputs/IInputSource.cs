using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>Where entries come from. Can be read more than once; gives the same entries each time.</summary>
internal interface IInputSource
{
    /// <summary>The file as the user would type it, or the setting the entries stand in.</summary>
    string ShownAs { get; }

    /// <summary>Whose entries they are.</summary>
    DatasetFormat Format { get; }

    /// <summary>Reads the entries in their order. What is wrong goes into the findings and the next entry is read.</summary>
    IEnumerable<LocatedInput> Read(InputFindings findings);
}

/// <summary>An entry and where it stands.</summary>
/// <param name="Input">The entry.</param>
/// <param name="Line">Its line, from 1; 0 where there are no lines.</param>
/// <param name="Column">Its column, from 1; 0 where there are no lines.</param>
/// <param name="HasOwnId">Whether the identifier was written and not made from the entry's number.</param>
internal readonly record struct LocatedInput(ExperimentInput Input, int Line, int Column, bool HasOwnId)
{
    /// <summary>The file it stands in, or <see langword="null"/> for the source's own.</summary>
    public string? Source { get; init; }

    /// <summary>Where it stands.</summary>
    public ConfigurationPlace PlaceIn(IInputSource source) => new(Source ?? source.ShownAs, Line, Column);
}
