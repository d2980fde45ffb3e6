using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Targets.Processes;

/// <summary>A program and its arguments, one item each; no shell is involved.</summary>
/// <param name="Items">The program first; at least one item.</param>
public sealed record ProcessCommand(IReadOnlyList<string> Items) : IConfigurationReadable<ProcessCommand>
{
    /// <inheritdoc/>
    public static JsonObject Schema =>
        new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
            ["minItems"] = 1,
            ["description"] = "The program and its arguments, one item each",
        };

    /// <inheritdoc/>
    public static ProcessCommand? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        if (node is ConfigurationScalar { Kind: not ScalarKind.Null } line)
        {
            string[] words = line.Written.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            errors.Add(
                node.Place,
                key,
                $"must be a list, one item for the program and for each argument: write `[{string.Join(", ", words.Select(word => $"\"{word}\""))}]`; for a shell `[\"sh\", \"-c\", \"…\"]`"
            );
            return null;
        }

        if (node is not ConfigurationSequence { Items.Count: > 0 } list)
        {
            errors.Add(
                node.Place,
                key,
                "must be a list that begins with a program, for example `[\"node\", \"agent.mjs\"]`"
            );
            return null;
        }

        List<string> items = [];
        foreach (ConfigurationNode item in list.Items)
        {
            if (
                item is ConfigurationScalar { Kind: not ScalarKind.Null } word
                && (items.Count > 0 || word.Text.Length > 0)
            )
            {
                items.Add(word.Text);
            }
            else
            {
                errors.Add(
                    item.Place,
                    key,
                    items.Count == 0 ? "the program is empty" : "every argument must be a text; quote what is not"
                );
                return null;
            }
        }

        return new ProcessCommand(items);
    }

    /// <summary>The program's file name and its first argument, enough for people to know it by.</summary>
    public override string ToString() =>
        Items.Count > 1 ? $"{Path.GetFileName(Items[0])} {Items[1]}" : Path.GetFileName(Items[0]);
}
