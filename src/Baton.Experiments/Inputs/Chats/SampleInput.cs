using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Chats;

/// <summary>What is said in a sample: a text, or chat messages.</summary>
internal sealed class SampleInput
{
    private ConfigurationScalar? _text;
    private ChatMessages? _chat;

    /// <summary>Reads it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="inputKey">The key it stands under.</param>
    /// <param name="key">The path of keys to the sample; may be empty.</param>
    /// <param name="what">The kind of sample, for errors.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>What is said, or <see langword="null"/> when an error was added.</returns>
    public static SampleInput? Read(
        ConfigurationMapping sample,
        string inputKey,
        string key,
        string what,
        ConfigurationErrors errors
    )
    {
        const string advice = "name the key that holds it with `inputs.fields.input`";
        string path = RecordShape.Path(key, inputKey);
        switch (sample[inputKey]?.Value)
        {
            case ConfigurationScalar { Kind: not ScalarKind.Null } text when !string.IsNullOrWhiteSpace(text.Text):
                return new SampleInput { _text = (ConfigurationScalar)MappedEntry.AsText(text) };
            case ConfigurationSequence messages:
                return ChatMessages.Read(messages, path, errors) is { } chat ? new SampleInput { _chat = chat } : null;
            case null:
                errors.Add(sample.Place, key, RecordShape.Missing(sample, inputKey, what, advice));
                return null;
            case ConfigurationScalar blank:
                errors.Add(blank.Place, path, EntryReader.EmptyText);
                return null;
            case { } other:
                errors.Add(
                    other.Place,
                    path,
                    $"is {RecordShape.Kind(other)}; expected a text or a list of chat messages"
                );
                return null;
        }
    }

    /// <summary>Puts lines behind what is said last.</summary>
    public void Append(string lines)
    {
        if (_chat is not null)
        {
            _chat.UserTexts[^1] = _chat.UserTexts[^1] with { Text = $"{_chat.UserTexts[^1].Text}\n\n{lines}" };
        }
        else
        {
            _text = _text! with { Text = $"{_text.Text}\n\n{lines}" };
        }
    }

    /// <summary>Writes it into an entry.</summary>
    public void AddTo(MappedEntry entry, MappingNotes notes)
    {
        entry.Set("input", _text);
        _chat?.AddTo(entry, expect: null, simulate: false, notes);
    }
}
