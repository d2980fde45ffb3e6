using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.Chats;

/// <summary>A list of chat messages as a conversation that a user leads: what the user says, turn by turn.</summary>
/// <remarks>
/// Messages of the user that follow one another are said as one. Messages of the assistant and of tools are not said: the
/// agent under test gives its own. Without a message of the user, the instructions (<c>system</c>) are what is said.
/// </remarks>
internal sealed class ChatMessages
{
    private static readonly string[] Instructions = ["system", "developer"];
    private static readonly string[] Answers = ["assistant", "tool", "function"];

    private readonly ConfigurationSequence _written;
    private bool _hasInstructions;
    private bool _hasAnswers;
    private bool _hasMedia;

    private ChatMessages(ConfigurationSequence written) => _written = written;

    /// <summary>What the user says, at least one text once read without an error.</summary>
    public List<ConfigurationScalar> UserTexts { get; } = [];

    /// <summary>Reads a list of messages.</summary>
    /// <param name="written">The list.</param>
    /// <param name="key">The path of keys to it.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The conversation, or <see langword="null"/> when an error was added.</returns>
    public static ChatMessages? Read(ConfigurationSequence written, string key, ConfigurationErrors errors)
    {
        int before = errors.Items.Count;
        ChatMessages chat = new(written);
        List<ConfigurationScalar> instructions = [];
        bool userSpoke = false;
        for (int i = 0; i < written.Items.Count; i++)
        {
            if (chat.ReadOne(written.Items[i], $"{key}[{i}]", errors) is not var (role, text) || text is null)
            {
                continue;
            }

            if (role == "user")
            {
                chat.Say(text, joined: userSpoke);
            }
            else if (Instructions.Contains(role, StringComparer.Ordinal))
            {
                instructions.Add(text);
            }

            userSpoke = role == "user" || (userSpoke && !Answers.Contains(role, StringComparer.Ordinal));
        }

        if (errors.Items.Count == before && chat.UserTexts.Count == 0)
        {
            chat.SayInstructions(instructions, key, errors);
        }

        return errors.Items.Count == before ? chat : null;
    }

    /// <summary>Writes the conversation into an entry: first message, later turns, and all messages as a fact where not every one is said.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="expect">What the last answer must fulfil, or <see langword="null"/>.</param>
    /// <param name="simulate">Whether the supervisor goes on behind the last message.</param>
    /// <param name="notes">Where to say what is not said.</param>
    public void AddTo(MappedEntry entry, ConfigurationNode? expect, bool simulate, MappingNotes notes)
    {
        ConfigurationPlace place = _written.Place;
        entry.Set("input", UserTexts[0]);
        if (UserTexts.Count == 1)
        {
            entry.Set("expect", expect);
        }
        else
        {
            IEnumerable<ConfigurationNode> turns = UserTexts
                .Skip(1)
                .Select(text =>
                    MappedEntry.Mapping(
                        text.Place,
                        ("user", text),
                        ("expect", ReferenceEquals(text, UserTexts[^1]) ? expect : null)
                    )
                );
            entry.Set(
                "turns",
                new ConfigurationSequence(
                    place,
                    [.. turns, .. simulate ? [MappedEntry.Text("simulate", place)] : Array.Empty<ConfigurationNode>()]
                )
            );
        }

        if (_hasInstructions || _hasAnswers || _hasMedia)
        {
            entry.Fact("messages", _written);
        }

        Tell(_hasInstructions, "instructions (`system`) are not said to the agent; they are in `metadata.messages`");
        Tell(
            _hasAnswers,
            "answers of the assistant are not played, the agent gives its own; they are in `metadata.messages`"
        );
        Tell(_hasMedia, "parts that are no text are not said; they are in `metadata.messages`");

        void Tell(bool holds, string sentence)
        {
            if (holds)
            {
                notes.Add(place, sentence);
            }
        }
    }

    private (string Role, ConfigurationScalar? Text)? ReadOne(
        ConfigurationNode item,
        string key,
        ConfigurationErrors errors
    )
    {
        ConfigurationMapping? message = RecordShape.AsMapping(
            item,
            key,
            "a chat message",
            "{role: user, content: \"How do I start?\"}",
            errors
        );
        if (message is null)
        {
            return null;
        }

        if (message["role"]?.Value is not ConfigurationScalar { Text: var role } || !IsRole(role))
        {
            errors.Add(
                message["role"]?.Value.Place ?? message.Place,
                key,
                "the `role` of a chat message is `system`, `user`, `assistant` or `tool`"
            );
            return null;
        }

        _hasInstructions |= Instructions.Contains(role, StringComparer.Ordinal);
        _hasAnswers |= Answers.Contains(role, StringComparer.Ordinal);
        ConfigurationNode? content = message["content"]?.Value;
        ConfigurationScalar? text = content switch
        {
            ConfigurationScalar { Kind: not ScalarKind.Null } scalar => (ConfigurationScalar)MappedEntry.AsText(scalar),
            ConfigurationSequence parts => TextOf(parts),
            _ => null,
        };
        if (role == "user" && string.IsNullOrWhiteSpace(text?.Text))
        {
            errors.Add(content?.Place ?? message.Place, $"{key}.content", EntryReader.EmptyText);
            return null;
        }

        return (role, text);
    }

    private ConfigurationScalar? TextOf(ConfigurationSequence parts)
    {
        List<string> texts = [];
        foreach (ConfigurationNode part in parts.Items)
        {
            ConfigurationNode? text = part is ConfigurationMapping mapping ? mapping["text"]?.Value : part;
            if (text is ConfigurationScalar { Kind: not ScalarKind.Null } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                _hasMedia = true;
            }
        }

        return texts.Count == 0 ? null : MappedEntry.Text(string.Join('\n', texts), parts.Place);
    }

    private static bool IsRole(string role) =>
        role == "user"
        || Instructions.Contains(role, StringComparer.Ordinal)
        || Answers.Contains(role, StringComparer.Ordinal);

    private void Say(ConfigurationScalar text, bool joined)
    {
        if (joined)
        {
            UserTexts[^1] = UserTexts[^1] with { Text = $"{UserTexts[^1].Text}\n\n{text.Text}" };
        }
        else
        {
            UserTexts.Add(text);
        }
    }

    private void SayInstructions(List<ConfigurationScalar> instructions, string key, ConfigurationErrors errors)
    {
        if (instructions.Count == 0 || instructions.TrueForAll(text => string.IsNullOrWhiteSpace(text.Text)))
        {
            errors.Add(_written.Place, key, "has no message of the user; add one with `role: user`");
            return;
        }

        UserTexts.Add(instructions[0] with { Text = string.Join("\n\n", instructions.Select(text => text.Text)) });
        _hasInstructions = _hasAnswers;
    }
}
