using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>The <c>turns:</c> of an entry: fixed user messages, and <c>simulate</c> last when the supervisor goes on from there.</summary>
/// <param name="Turns">The messages.</param>
/// <param name="Simulate">Whether the supervisor goes on.</param>
internal sealed record TurnScript(IReadOnlyList<ScriptedTurn> Turns, bool Simulate) : IConfigurationReadable<TurnScript>
{
    private const string SimulateWord = "simulate";

    /// <inheritdoc/>
    public static JsonObject Schema =>
        new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject
            {
                ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, JsonSchemaWriter.For<TurnShape>()),
            },
        };

    /// <inheritdoc/>
    public static TurnScript? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        if (node is not ConfigurationSequence list)
        {
            errors.Add(
                node.Place,
                key,
                "expected a list of user messages, `simulate` last when the supervisor goes on"
            );
            return null;
        }

        int before = errors.Items.Count;
        if (list.Items.Count == 0)
        {
            errors.Add(node.Place, key, "is empty; list what the user says after the first message, or remove it");
        }

        List<ScriptedTurn> turns = [];
        bool simulate = false;
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemKey = $"{key}[{i}]";
            if (list.Items[i] is not ConfigurationScalar { Kind: not ScalarKind.Null } text)
            {
                Add(turns, ConfigurationBinder.Bind<TurnShape>(list.Items[i], itemKey, errors)?.ToTurn());
            }
            else if (!string.Equals(text.Text, SimulateWord, StringComparison.Ordinal))
            {
                Add(turns, ReadText(text, itemKey, errors));
            }
            else if (i == list.Items.Count - 1)
            {
                simulate = true;
            }
            else
            {
                errors.Add(
                    text.Place,
                    itemKey,
                    "`simulate` stands last, after the fixed messages; a user who says the word is written `{user: simulate}`"
                );
            }
        }

        return errors.Items.Count == before ? new TurnScript(turns, simulate) : null;
    }

    private static ScriptedTurn? ReadText(ConfigurationScalar text, string key, ConfigurationErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(text.Text))
        {
            return new ScriptedTurn(text.Text);
        }

        errors.Add(text.Place, key, EntryReader.EmptyText);
        return null;
    }

    private static void Add(List<ScriptedTurn> turns, ScriptedTurn? turn)
    {
        if (turn is not null)
        {
            turns.Add(turn);
        }
    }

    /// <summary>A message with what its answer must fulfil, as it is written.</summary>
    internal sealed record TurnShape : IValidatedSection
    {
        /// <summary>The message.</summary>
        public string? User { get; init; }

        /// <summary>The message; another word for <see cref="User"/>.</summary>
        public string? Input { get; init; }

        /// <summary>What the answer must fulfil.</summary>
        public ExpectationShape? Expect { get; init; }

        /// <inheritdoc/>
        public void Validate(SectionValidation section)
        {
            if (User is not null && Input is not null)
            {
                section.Error("input", "is another word for `user`; keep one");
            }
            else if (string.IsNullOrWhiteSpace(User ?? Input))
            {
                section.Error(Input is null ? "user" : "input", EntryReader.EmptyText);
            }
        }

        /// <summary>The turn.</summary>
        public ScriptedTurn ToTurn() => new((User ?? Input)!, Expect?.ToExpectation());
    }
}
