using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Opens a list of records that was read whole.</summary>
internal static class MappedDocument
{
    /// <summary>Reads its entries; what is wrong with one does not keep the others from being read.</summary>
    /// <param name="list">The list.</param>
    /// <param name="shownAs">The file as the user would type it.</param>
    /// <param name="format">Whose records they are.</param>
    /// <param name="mapper">Turns records into entries, or <see langword="null"/> when they are entries.</param>
    /// <param name="errors">Where to say what is wrong with the list itself.</param>
    /// <param name="key">The path of keys to the list; may be empty.</param>
    public static DocumentInputs Open(
        ConfigurationNode list,
        string shownAs,
        DatasetFormat format,
        IEntryMapper? mapper,
        ConfigurationErrors errors,
        string key = ""
    )
    {
        MappingNotes notes = new();
        List<LocatedInput> entries = [];
        List<IReadOnlyList<ConfigurationError>> mistakes = [];
        foreach ((LocatedInput? entry, var wrong) in EntryReader.ReadEach(list, key, mapper, notes, errors))
        {
            if (entry is { } read)
            {
                entries.Add(read);
            }

            mistakes.Add(wrong);
        }

        return new DocumentInputs(shownAs, entries, mistakes) { Format = format, Notes = notes };
    }
}
