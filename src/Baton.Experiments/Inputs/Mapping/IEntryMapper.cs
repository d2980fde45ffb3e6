using Baton.Configuration;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Turns a record of another form into entries as <see cref="EntryReader"/> reads them. Immutable.</summary>
/// <remarks>Places stay those of the record, so that a mistake in an entry is told where it was written.</remarks>
internal interface IEntryMapper
{
    /// <summary>The record as entries; mostly one.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">The path of keys to it; may be empty.</param>
    /// <param name="notes">Where to say what an entry cannot express.</param>
    /// <param name="errors">Where to say what is wrong; nothing is returned then.</param>
    IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    );
}
