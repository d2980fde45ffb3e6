using Baton.Configuration;
using Baton.Experiments.Inputs.Chats;
using Baton.Experiments.Inputs.Mapping;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs.OpenAIEvals;

/// <summary>A sample of OpenAI evals: <c>input</c> as a text or chat messages, and <c>ideal</c>.</summary>
/// <param name="fields">Under which names the parts stand.</param>
internal sealed class EvalsSample(InputFields fields) : IEntryMapper
{
    private const string What = "a sample of OpenAI evals";
    private const string Example = """{"input": [{"role": "user", "content": "2+2?"}], "ideal": "4"}""";

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (RecordShape.AsMapping(record, key, What, Example, errors) is not { } sample)
        {
            return [];
        }

        SampleParts parts = new(sample, fields, fields.Expected ?? "ideal");
        MappedEntry entry = new(sample);
        parts.AddTo(entry);
        foreach (ConfigurationEntry rest in parts.Rest)
        {
            entry.Note(rest.Key, rest.Value);
        }

        SampleInput? said = SampleInput.Read(sample, parts.InputKey, key, What, errors);
        said?.AddTo(entry, notes);
        return said is null ? [] : [entry.ToEntry()];
    }
}
