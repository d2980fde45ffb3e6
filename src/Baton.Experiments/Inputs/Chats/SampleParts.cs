using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.Chats;

/// <summary>The parts of a sample that are taken as they are: identifier, persona, expected answer, metadata.</summary>
/// <param name="sample">The sample.</param>
/// <param name="fields">Under which names the parts stand.</param>
/// <param name="expectedKey">The key of the expected answer.</param>
/// <param name="own">Other keys that the format gives a meaning.</param>
internal sealed class SampleParts(
    ConfigurationMapping sample,
    InputFields fields,
    string expectedKey,
    params string[] own
)
{
    private readonly string _idKey = fields.Id ?? "id";
    private readonly string _metadataKey = fields.Metadata ?? "metadata";

    /// <summary>The key of what is said.</summary>
    public string InputKey { get; } = fields.Input ?? "input";

    /// <summary>What the format gives no meaning.</summary>
    public IEnumerable<ConfigurationEntry> Rest =>
        sample.Entries.Where(entry =>
            entry.Key != InputKey
            && entry.Key != _idKey
            && entry.Key != expectedKey
            && entry.Key != _metadataKey
            && entry.Key != fields.Persona
            && !own.Contains(entry.Key, StringComparer.Ordinal)
        );

    /// <summary>Writes the parts into an entry.</summary>
    public void AddTo(MappedEntry entry)
    {
        entry.SetText("id", NotBlank(sample[_idKey]));
        entry.SetText("persona", fields.Persona is { } persona ? NotBlank(sample[persona]) : null);
        entry.Set("expected", NotBlank(sample[expectedKey])?.Value);
        switch (sample[_metadataKey]?.Value)
        {
            case ConfigurationMapping facts:
                foreach (ConfigurationEntry fact in facts.Entries)
                {
                    entry.Fact(fact.Key, fact.Value);
                }

                break;
            case { } other
            and not ConfigurationScalar { Kind: ScalarKind.Null }
            and not ConfigurationScalar { Text: "" }:
                entry.Fact(_metadataKey, other);
                break;
            default:
                break;
        }
    }

    private static ConfigurationEntry? NotBlank(ConfigurationEntry? entry) =>
        entry?.Value is ConfigurationScalar { Text: "" } ? null : entry;
}
