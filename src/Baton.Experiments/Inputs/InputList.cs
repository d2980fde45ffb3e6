using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>Inputs written into the configuration itself (<c>base_inputs:</c>), read as strictly as a file of inputs.</summary>
public sealed class InputList : IConfigurationReadable<InputList>
{
    private InputList(IReadOnlyList<LocatedInput> entries) => Entries = entries;

    /// <summary>The inputs in the order they were written, at least one.</summary>
    public IReadOnlyList<ExperimentInput> Inputs => [.. Entries.Select(entry => entry.Input)];

    internal IReadOnlyList<LocatedInput> Entries { get; }

    /// <inheritdoc/>
    public static JsonObject Schema =>
        new()
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["items"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, JsonSchemaWriter.For<EntryShape>()),
            },
        };

    /// <inheritdoc/>
    public static InputList? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        ConfigurationErrors found = new();
        List<LocatedInput> entries = EntryReader.ReadAll(node, key, found);
        InputFindings.Limit(found, node.Place.Source, errors);
        return found.IsEmpty ? new InputList(entries) : null;
    }
}
