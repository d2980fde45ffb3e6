using Baton.Targets.Mcp;

namespace Baton.Targets.Tests.Mcp;

public sealed class McpOptionsTests
{
    [Theory]
    [InlineData("{command: [node, a.mjs], tool: ask}", "", "")]
    [InlineData("{url: \"http://localhost:1/mcp\", headers: {Authorization: x}, tool: ask}", "", "")]
    [InlineData("{tool: ask}", "", "give `command` or `url`")]
    [InlineData("{command: [node], url: \"http://x\", tool: ask}", "url", "keep one")]
    [InlineData("{command: node a.mjs, tool: ask}", "command", "must be a list")]
    [InlineData("{command: [node]}", "tool", "required")]
    [InlineData("{command: [node], tool: \"\"}", "tool", "empty")]
    [InlineData("{url: localhost, tool: ask}", "url", "no absolute address")]
    [InlineData("{command: [node], headers: {A: b}, tool: ask}", "headers", "go with `url`")]
    [InlineData("{url: \"http://x\", env: {A: b}, tool: ask}", "env", "goes with `command`")]
    [InlineData("{url: \"http://x\", headers: {\"a b\": c}, tool: ask}", "headers", "no name of a header")]
    [InlineData("{command: [node], tool: ask, argumens: {}}", "argumens", "arguments")]
    [InlineData("{command: [node], tool: ask, arguments: {a: \"{{ nobody }}\"}}", "arguments.a", "nobody")]
    public void Wrong_settings_name_their_key(string yaml, string key, string message) =>
        Sections.Check<McpOptions>(yaml, key, message);
}
