using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Finds the records of another tool in a document.</summary>
internal static class RecordList
{
    /// <summary>The list: the document itself, what stands under <c>tasks</c>, or the only record.</summary>
    /// <param name="root">The document.</param>
    /// <param name="format">Whose records they are.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The list, or <see langword="null"/> when an error was added.</returns>
    public static ConfigurationEntry? Of(ConfigurationNode root, DatasetFormat format, ConfigurationErrors errors)
    {
        switch (root)
        {
            case ConfigurationSequence:
                return new ConfigurationEntry("", root.Place, root);
            case ConfigurationMapping mapping
                when format == DatasetFormat.TauBench && mapping["tasks"] is { Value: ConfigurationSequence } tasks:
                return tasks;
            case ConfigurationMapping { Entries.Count: > 0 }:
                return new ConfigurationEntry("", root.Place, new ConfigurationSequence(root.Place, [root]));
            default:
                errors.Add(
                    root.Place,
                    "",
                    $"holds no records; a file of format `{DatasetWords.Of(format)}` is a list with one record an item"
                );
                return null;
        }
    }
}
