using Baton.Configuration;
using Baton.Experiments.Inputs.Mapping;

namespace Baton.Experiments.Inputs.TauBench;

/// <summary>The user of a task in prose, as the supervisor is told.</summary>
internal static class UserScenario
{
    private static readonly (string Key, string Lead)[] Instructions =
    [
        ("reason_for_call", "Why you are here: "),
        ("known_info", "What you know: "),
        ("unknown_info", "What you do not know: "),
        ("task_instructions", "How you go about it: "),
    ];

    /// <summary>Reads it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="key">The path of keys to it.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The prose, or <see langword="null"/> when an error was added.</returns>
    public static ConfigurationScalar? Read(ConfigurationMapping task, string key, ConfigurationErrors errors)
    {
        if (task["instruction"] is { } instruction)
        {
            return Prose([("", instruction.Value)], instruction.KeyPlace, RecordShape.Path(key, "instruction"), errors);
        }

        switch (task["user_scenario"])
        {
            case { Value: ConfigurationMapping scenario } found:
                ConfigurationNode? instructions = scenario["instructions"]?.Value;
                IEnumerable<(string, ConfigurationNode?)> told = instructions is ConfigurationMapping parts
                    ? Instructions.Select(part => (part.Lead, parts[part.Key]?.Value))
                    : [("", instructions)];
                return Prose(
                    [("", scenario["persona"]?.Value), .. told],
                    found.KeyPlace,
                    RecordShape.Path(key, "user_scenario"),
                    errors
                );
            case { Value: ConfigurationScalar } text:
                return Prose([("", text.Value)], text.KeyPlace, RecordShape.Path(key, "user_scenario"), errors);
            default:
                errors.Add(
                    task.Place,
                    key,
                    RecordShape.Missing(
                        task,
                        "instruction",
                        "a task of tau-bench",
                        "a task says in `instruction` (tau-bench) or `user_scenario` (tau2-bench) who the user is and what they want"
                    )
                );
                return null;
        }
    }

    private static ConfigurationScalar? Prose(
        IEnumerable<(string Lead, ConfigurationNode? Value)> parts,
        ConfigurationPlace place,
        string key,
        ConfigurationErrors errors
    )
    {
        List<string> prose = [];
        foreach ((string lead, ConfigurationNode? value) in parts)
        {
            if (value is not (null or ConfigurationScalar))
            {
                errors.Add(value.Place, key, $"is {RecordShape.Kind(value)}; expected a text");
                return null;
            }

            if (
                value is ConfigurationScalar { Kind: not ScalarKind.Null } text
                && !string.IsNullOrWhiteSpace(text.Text)
            )
            {
                prose.Add(lead + text.Text.Trim());
            }
        }

        if (prose.Count == 0)
        {
            errors.Add(place, key, "is empty; write who the user is and what they want");
            return null;
        }

        return MappedEntry.Text(string.Join("\n\n", prose), place);
    }
}
