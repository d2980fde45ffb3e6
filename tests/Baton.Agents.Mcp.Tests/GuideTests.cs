using Baton.Agents.Mcp.References;
using Baton.Agents.Providers.Scripted;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Mcp.Tests;

/// <summary>The code of <c>docs/guides/mcp-tools.md</c>, run as it stands there.</summary>
[Trait("Needs", "Node")]
public sealed class GuideTests
{
    private static string Root { get; } = FindRoot();

    [Fact]
    public void The_guide_shows_the_code_of_these_tests() =>
        Snippets.ShouldBeIn("docs/guides/mcp-tools.md", "tests/Baton.Agents.Mcp.Tests");

    [Fact]
    public void The_guide_shows_the_example_file()
    {
        string path = Path.Combine(Root, "samples/mcp-tools/.mcp.json");

        File.ReadAllText(Path.Combine(Root, "docs/guides/mcp-tools.md"))
            .ShouldContain($"```json\n{File.ReadAllText(path)}```");
        McpServersFile.Read(path, "shop", static _ => "x").Connection.ShouldBeOfType<McpEndpoint>();
        McpServersFile.Read(path, "everything").Connection.ShouldBeOfType<McpProcess>().Command.ShouldBe("npx");
    }

    [Fact]
    public async Task An_agent_uses_the_tools_of_a_program()
    {
        string script = (await NodeServers.EverythingAsync()).Arguments[0];
        using ScriptedChatClient model = Model("echo", new() { ["message"] = "hello" });

        RunResult result = await AskAsync(script, model);

        result.FinalOutput.ShouldBe("done");
        result.ToolCalls.Single().Result.ShouldBe("Echo: hello");
    }

    [Fact]
    public async Task An_agent_sees_the_words_of_a_tool_that_fails()
    {
        await using HttpOddServer odd = await HttpOddServer.StartAsync("http");
        using ScriptedChatClient model = Model("shop_fail", []);

        RunResult result = await AskAsync(new Uri($"http://127.0.0.1:{odd.Port}/mcp"), "sesame", model);

        result.Status.ShouldBe(RunStatus.Completed);
        result.ToolCalls.Single().Error.ShouldBe("no such shop");
    }

    [Fact]
    public async Task An_agent_uses_a_server_of_the_file()
    {
        using TempWorkspace workspace = new();
        string script = (await NodeServers.EverythingAsync()).Arguments[0];
        workspace.Write(
            ".mcp.json",
            $$"""
            { "mcpServers": { "everything": { "command": "node", "args": ["{{script}}", "stdio"] } } }
            """
        );

        (await ToolsOfAsync(workspace.Root)).ShouldContain("echo");
    }

    private static async Task<RunResult> AskAsync(string script, IChatClient model)
    {
        // snippet: mcp-program
        await using McpServer server = await McpServer.ConnectAsync(
            new(new McpProcess("node") { Arguments = [script, "stdio"] })
        );
        Agent agent = new("Assistant", "You are helpful.") { ChatClient = model, Tools = [.. server.Tools] };

        RunResult result = await Runner.RunAsync(agent, "Say hello through the tool");
        // end snippet
        return result;
    }

    private static async Task<RunResult> AskAsync(Uri address, string token, IChatClient model)
    {
        // snippet: mcp-address
        McpEndpoint endpoint = new(address)
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        };
        McpServerOptions options = new(endpoint)
        {
            Name = "shop",
            AllowedTools = ["pid", "fail"], // default: all
            ApprovedTools = ["pid"], // somebody has to agree to each call
            ToolPrefix = "shop_", // the model sees shop_pid and shop_fail
            CallTimeout = TimeSpan.FromSeconds(30),
        };
        await using McpServer shop = await McpServer.ConnectAsync(options);
        Agent agent = new("Clerk", "You mind the shop.") { ChatClient = model, Tools = [.. shop.Tools] };
        // end snippet
        return await Runner.RunAsync(agent, "Look");
    }

    private static async Task<List<string>> ToolsOfAsync(string folder)
    {
        // snippet: mcp-reference
        await using McpServer server = await McpServer.ConnectAsync(McpReference.Parse("mcp:everything", folder));
        // end snippet
        return [.. server.Tools.Select(static tool => tool.Name)];
    }

    private static ScriptedChatClient Model(string tool, Dictionary<string, object?> arguments) =>
        new([ScriptedReply.Call(tool, arguments), ScriptedReply.Say("done")]);

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
