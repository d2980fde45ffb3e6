using Baton.Configuration;
using Baton.Experiments.Inputs.Chats;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.TauBench;

/// <summary>A task of tau-bench (<c>instruction</c>) or tau2-bench (<c>user_scenario</c>): a user to play, and what must come of it.</summary>
internal sealed class TauBenchTask : IEntryMapper
{
    /// <summary>What the user says first: a task says what the user wants, not in which words they begin.</summary>
    public const string Greeting = "Hi!";

    private const string What = "a task of tau-bench";
    private const string Example = """{"instruction": "You are Mia Li. You want …", "actions": [], "outputs": []}""";

    private static readonly string[] Read =
    [
        "id",
        "instruction",
        "user_scenario",
        "actions",
        "outputs",
        "evaluation_criteria",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationNode> ToEntries(
        ConfigurationNode record,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        if (RecordShape.AsMapping(record, key, What, Example, errors) is not { } task)
        {
            return [];
        }

        ConfigurationScalar? scenario = UserScenario.Read(task, key, errors);
        ConfigurationMapping? expected = ExpectedOutcome.Read(task, key, notes, errors);
        ChatMessages? history = History(task, key, errors);
        if (!errors.IsEmpty)
        {
            return [];
        }

        MappedEntry entry = new(task);
        entry.SetText("id", task["id"]);
        entry.Set("scenario", scenario);
        entry.Set("expected", expected);
        if (history is null)
        {
            entry.Set("input", MappedEntry.Text(Greeting, task.Place));
        }
        else
        {
            history.AddTo(entry, expect: null, simulate: true, notes);
        }

        AddNotes(task, entry, notes);
        return [entry.ToEntry()];
    }

    private static void AddNotes(ConfigurationMapping task, MappedEntry entry, MappingNotes notes)
    {
        foreach (ConfigurationEntry rest in task.Entries)
        {
            if (!Read.Contains(rest.Key, StringComparer.Ordinal) && !IsNothing(rest.Value))
            {
                entry.Note(rest.Key, rest.Value);
            }
        }

        if (task["initial_state"] is { } state && !IsNothing(state.Value))
        {
            notes.Add(state.KeyPlace, "`initial_state` is not set up; it is in `notes.initial_state`");
        }

        if (task["evaluation_criteria"]?.Value is ConfigurationMapping criteria)
        {
            ExpectedOutcome.AddNotes(criteria, entry, notes);
        }
    }

    private static ChatMessages? History(ConfigurationMapping task, string key, ConfigurationErrors errors) =>
        (task["initial_state"]?.Value as ConfigurationMapping)?["message_history"]?.Value
            is ConfigurationSequence { Items: var items } history
        && items.Any(item =>
            item is ConfigurationMapping message && message["role"]?.Value is ConfigurationScalar { Text: "user" }
        )
            ? ChatMessages.Read(history, RecordShape.Path(key, "initial_state.message_history"), errors)
            : null;

    /// <summary>Whether a value says nothing: null, an empty list or mapping, or only such.</summary>
    internal static bool IsNothing(ConfigurationNode value) =>
        value switch
        {
            ConfigurationMapping mapping => mapping.Entries.All(entry => IsNothing(entry.Value)),
            ConfigurationSequence list => list.Items.Count == 0,
            ConfigurationScalar scalar => scalar.Kind == ScalarKind.Null || scalar.Text.Length == 0,
            _ => false,
        };
}
