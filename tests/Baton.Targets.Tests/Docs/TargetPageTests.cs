using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Tests.Http;
using Baton.Targets.Tests.Mcp;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Docs;

/// <summary>The configurations on the pages of docs/targets do what the pages say.</summary>
public sealed class TargetPageTests
{
    [Fact]
    [Trait("Needs", "aimock")]
    public async Task Openai_compatible()
    {
        await using AimockServer server = await AimockServer.StartAsync("the-key");
        await server.AnswerAsync("hi", new JsonObject { ["content"] = "Hello." });
        string address = server.Address.ToString();
        IReadOnlyList<RunnerOptions> pages = TargetPage.Configurations(
            "openai-compatible.md",
            ("https://localhost:11434/", address),
            ("http://localhost:11434/", address),
            ("${OPENAI_API_KEY}", "the-key")
        );

        pages.Count.ShouldBe(2);
        (await TakeAsync(pages[0])).Error().Kind.ShouldBe(ErrorKind.Unauthorized);
        (await TakeAsync(pages[1])).Output().ShouldBe("Hello.");
    }

    [Fact]
    [Trait("Needs", "agent-libraries")]
    public async Task A2a()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("a2a");
        IReadOnlyList<RunnerOptions> pages = TargetPage.Configurations(
            "a2a.md",
            ("http://localhost:9999", server.Url),
            ("${AGENT_TOKEN}", "token")
        );

        pages.Count.ShouldBe(2);
        foreach (RunnerOptions page in pages)
        {
            (await TakeAsync(page)).Output().ShouldBe("Ulm has 21 °C.\n\nTake a hat.");
        }
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Mcp()
    {
        await using AgentServer server = await AgentServer.StartAsync();
        IReadOnlyList<RunnerOptions> pages = TargetPage.Configurations(
            "mcp.md",
            (
                "[\"node\", \"server.mjs\"]",
                $"[node, \"{AgentServer.Script}\", \"{await NodePackages.InstallAsync()}\", stdio]"
            ),
            ("http://localhost:3000/mcp", server.Url),
            ("${MCP_TOKEN}", "sesame")
        );

        pages.Count.ShouldBe(3);
        (await TakeAsync(pages[0])).Output().ShouldBe("You asked: hi");
        (await TakeAsync(pages[1])).Output().ShouldContain(" said hi after 1");
        (await TakeAsync(pages[2])).Output().ShouldBe("found hi");
    }

    [Fact]
    [Trait("Needs", "agent-libraries")]
    public async Task Streaming()
    {
        await using NodeAgentServer server = await NodeAgentServer.StartAsync("vercel-ai");
        await using LoopbackServer own = await LoopbackServer.StreamingAsync(
            "application/x-ndjson",
            "{\"tool\": {\"id\": \"a\", \"name\": \"weather\", \"input\": \"{\\\"city\\\":\"}}\n",
            "{\"tool\": {\"id\": \"a\", \"input\": \"\\\"Ulm\\\"}\"}}\n",
            "{\"result\": {\"id\": \"a\", \"value\": 21}}\n{\"say\": \"21 °C.\"}\n",
            "{\"tokens\": {\"input_tokens\": 1, \"output_tokens\": 2}}\n{\"state\": \"over\"}\n{\"say\": \"no\"}\n"
        );
        await using WebSocketServer socket = await WebSocketServer.StartAsync(async socket =>
        {
            await socket.ReceiveAsync();
            await socket.SendAsync("""{"type":"TEXT_MESSAGE_CONTENT","messageId":"m","delta":"Hello"}""");
            await socket.SendAsync("""{"type":"RUN_FINISHED","threadId":"t","runId":"r"}""");
            await socket.ReceiveAsync();
        });
        IReadOnlyList<RunnerOptions> pages = TargetPage.Configurations(
            "streaming.md",
            ("http://localhost:8000/ui", $"{server.Url}/ui"),
            ("http://localhost:8000/own", own.Url),
            ("ws://localhost:8000/agent", socket.Url)
        );

        pages.Count.ShouldBe(5);
        pages[2].Process.ShouldNotBeNull();
        (await TakeAsync(pages[3])).Output().ShouldBe("Hello");
        pages[4].Target.ShouldNotBeNull();
        (await TakeAsync(pages[0])).OfType<ToolResultEvent>().Count().ShouldBe(2);
        IReadOnlyList<AgentEvent> events = await TakeAsync(pages[1]);
        events.Output().ShouldBe("21 °C.");
        events.OfType<ToolCallEvent>().Single().Arguments!.Value.GetProperty("city").GetString().ShouldBe("Ulm");
        events.OfType<UsageEvent>().Single().Usage.TotalTokens.ShouldBe(3);
    }

    private static async Task<IReadOnlyList<AgentEvent>> TakeAsync(RunnerOptions options)
    {
        await using ITarget target = TargetFactory.Create(options, HttpTargetFixture.Here);
        return await HttpTargetFixture.TurnAsync(target);
    }
}
