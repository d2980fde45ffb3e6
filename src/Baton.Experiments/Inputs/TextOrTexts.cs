using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Experiments.Inputs;

/// <summary>One text, or a list of them.</summary>
/// <param name="Texts">The texts.</param>
internal sealed record TextOrTexts(IReadOnlyList<string> Texts) : IConfigurationReadable<TextOrTexts>
{
    /// <inheritdoc/>
    public static JsonObject Schema =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                }
            ),
        };

    /// <inheritdoc/>
    public static TextOrTexts? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        IReadOnlyList<ConfigurationNode> items = node is ConfigurationSequence list ? list.Items : [node];
        List<string> texts = [];
        foreach (ConfigurationNode item in items)
        {
            if (item is ConfigurationScalar { Kind: not ScalarKind.Null, Text.Length: > 0 } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                errors.Add(item.Place, key, "expected a text or a list of texts");
                return null;
            }
        }

        return new TextOrTexts(texts);
    }
}
