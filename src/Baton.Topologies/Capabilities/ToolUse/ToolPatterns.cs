using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>Some of an agent's tools, by names in which <c>*</c> stands for anything. <c>true</c> means all, <c>false</c> none.</summary>
/// <param name="Names">The names.</param>
public sealed record ToolPatterns(IReadOnlyList<string> Names) : IConfigurationReadable<ToolPatterns>
{
    private const string Anything = "*";

    /// <summary>All tools.</summary>
    public static ToolPatterns All { get; } = new([Anything]);

    /// <summary>No tool.</summary>
    public static ToolPatterns None { get; } = new([]);

    static JsonObject IConfigurationReadable<ToolPatterns>.Schema =>
        new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "boolean" },
                new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                }
            ),
        };

    /// <summary>Whether a tool is meant.</summary>
    public bool Match(string tool) =>
        Names.Any(name => FileSystemName.MatchesSimpleExpression(name, tool, ignoreCase: false));

    static ToolPatterns? IConfigurationReadable<ToolPatterns>.Read(
        ConfigurationNode node,
        string key,
        ConfigurationErrors errors
    )
    {
        switch (node)
        {
            case ConfigurationScalar { Kind: ScalarKind.Boolean } all:
                return all.Text is "true" or "True" or "TRUE" ? All : None;
            case ConfigurationSequence list
                when list.Items.All(item => item is ConfigurationScalar { Text.Length: > 0 }):
                return new ToolPatterns([.. list.Items.Cast<ConfigurationScalar>().Select(item => item.Text)]);
            default:
                errors.Add(node.Place, key, "must be true, false or a list of tools' names");
                return null;
        }
    }
}
