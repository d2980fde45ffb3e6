using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.TauBench;

/// <summary>What must come of a task: <c>actions</c> (the agent's tool calls), <c>outputs</c> (what it must say), <c>assertions</c> (in words).</summary>
internal static class ExpectedOutcome
{
    // Speaking to the user is an action in tau-bench, and no tool.
    private const string Respond = "respond";

    private static readonly string[] ReadCriteria = ["actions", "communicate_info", "nl_assertions"];

    /// <summary>Reads it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="key">The path of keys to it.</param>
    /// <param name="notes">Where to say what is left out.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The outcome, or <see langword="null"/> where a task expects nothing or an error was added.</returns>
    public static ConfigurationMapping? Read(
        ConfigurationMapping task,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        ConfigurationMapping criteria = task["evaluation_criteria"]?.Value as ConfigurationMapping ?? task;
        (ConfigurationNode? outputs, string outputsKey) = criteria["communicate_info"] is { } told
            ? (told.Value, "communicate_info")
            : (criteria["outputs"]?.Value, "outputs");
        ConfigurationMapping expected = MappedEntry.Mapping(
            criteria.Place,
            ("actions", Actions(criteria["actions"]?.Value, RecordShape.Path(key, "actions"), notes, errors)),
            ("outputs", Texts(outputs, RecordShape.Path(key, outputsKey), errors)),
            ("assertions", Texts(criteria["nl_assertions"]?.Value, RecordShape.Path(key, "nl_assertions"), errors))
        );
        return expected.Entries.Count == 0 ? null : expected;
    }

    /// <summary>Adds the criteria that are no expected outcome to what an entry notes.</summary>
    public static void AddNotes(ConfigurationMapping criteria, MappedEntry entry, MappingNotes notes)
    {
        foreach (ConfigurationEntry rest in criteria.Entries)
        {
            if (ReadCriteria.Contains(rest.Key, StringComparer.Ordinal) || TauBenchTask.IsNothing(rest.Value))
            {
                continue;
            }

            entry.Note(rest.Key, rest.Value);
            if (rest.Key == "env_assertions")
            {
                notes.Add(rest.KeyPlace, "`env_assertions` are not checked; they are in `notes.env_assertions`");
            }
        }

        if (criteria["actions"]?.Value is ConfigurationSequence actions)
        {
            ConfigurationNode[] users = [.. actions.Items.Where(IsOfUser)];
            if (users.Length > 0)
            {
                entry.Note("user_actions", new ConfigurationSequence(actions.Place, users));
            }
        }
    }

    private static ConfigurationSequence? Actions(
        ConfigurationNode? written,
        string key,
        MappingNotes notes,
        ConfigurationErrors errors
    )
    {
        List<ConfigurationNode> actions = [];
        foreach ((ConfigurationNode item, int index) in Items(written, key, errors).Select((item, i) => (item, i)))
        {
            if (
                item is not ConfigurationMapping action
                || action["name"]?.Value is not ConfigurationScalar { Kind: ScalarKind.Text } name
            )
            {
                errors.Add(
                    item.Place,
                    $"{key}[{index}]",
                    "is no action; write for example {\"name\": \"get_order\", \"arguments\": {\"id\": \"7\"}}"
                );
            }
            else if (IsOfUser(action))
            {
                notes.Add(
                    action.Place,
                    "actions of the user are not expected of the agent; they are in `notes.user_actions`"
                );
            }
            else if (name.Text != Respond)
            {
                actions.Add(MappedEntry.Mapping(action.Place, ("name", name), ("arguments", Arguments(action))));
            }
        }

        return actions.Count == 0 ? null : new ConfigurationSequence(written!.Place, actions);
    }

    // Only the arguments that the task compares are expected; all of them unless it names some.
    private static ConfigurationNode? Arguments(ConfigurationMapping action)
    {
        ConfigurationNode? written = (action["kwargs"] ?? action["arguments"])?.Value;
        return
            written is ConfigurationMapping arguments && action["compare_args"]?.Value is ConfigurationSequence compared
            ? arguments with
            {
                Entries =
                [
                    .. arguments.Entries.Where(argument =>
                        compared.Items.Any(item => item is ConfigurationScalar name && name.Text == argument.Key)
                    ),
                ],
            }
            : written;
    }

    private static ConfigurationSequence? Texts(ConfigurationNode? written, string key, ConfigurationErrors errors)
    {
        ConfigurationNode[] items = [.. Items(written, key, errors)];
        foreach (ConfigurationNode item in items.Where(item => item is not ConfigurationScalar))
        {
            errors.Add(item.Place, key, $"holds {RecordShape.Kind(item)}; expected texts");
        }

        return items.Length == 0
            ? null
            : new ConfigurationSequence(written!.Place, [.. items.Select(MappedEntry.AsText)]);
    }

    private static IEnumerable<ConfigurationNode> Items(
        ConfigurationNode? written,
        string key,
        ConfigurationErrors errors
    )
    {
        switch (written)
        {
            case null or ConfigurationScalar { Kind: ScalarKind.Null }:
                return [];
            case ConfigurationSequence list:
                return list.Items;
            default:
                errors.Add(written.Place, key, $"is {RecordShape.Kind(written)}; expected a list");
                return [];
        }
    }

    private static bool IsOfUser(ConfigurationNode action) =>
        action is ConfigurationMapping mapping && mapping["requestor"]?.Value is ConfigurationScalar { Text: "user" };
}
