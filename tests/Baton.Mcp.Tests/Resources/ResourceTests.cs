using System.Text.Json.Nodes;
using Baton.Mcp.Knowledge;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Tests.Resources;

public sealed class ResourceTests
{
    [Fact]
    public async Task Every_page_of_the_documentation_is_a_resource()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        IList<McpClientResource> resources = await served.Client.ListResourcesAsync();
        ReadResourceResult page = await served.Client.ReadResourceAsync("baton://docs/guides/inputs.md");

        resources
            .Select(resource => resource.Uri)
            .ShouldBe(DocumentLibrary.Pages.Select(known => $"baton://{known.Path}"));
        page.Contents.OfType<TextResourceContents>().Single().Text.ShouldStartWith("# Inputs");
    }

    [Theory]
    [InlineData("baton://docs/guides/nothing.md")]
    [InlineData("baton://docs/../../etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("baton://experiments/nope/summary")]
    [InlineData("baton://experiments/..%2F..%2Fetc/summary")]
    [InlineData("baton://experiments/a/b/c/d")]
    public async Task What_is_not_there_is_an_error_of_the_protocol(string uri)
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        McpProtocolException error = await Should.ThrowAsync<McpProtocolException>(() =>
            served.Client.ReadResourceAsync(uri).AsTask()
        );

        error.ErrorCode.ShouldBeOneOf(McpErrorCode.ResourceNotFound, McpErrorCode.InvalidParams);
        await served.CallAsync("faq", new { query = "personas" });
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task An_experiment_is_a_resource_with_its_summary_and_traces()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);
        string experiment = (await served.CallAsync("run_experiment"))["experiment"]!.GetValue<string>();
        string name = Uri.EscapeDataString(experiment);

        JsonNode summary = await ReadAsync(served, $"baton://experiments/{name}/summary");
        JsonNode trace = await ReadAsync(
            served,
            $"baton://experiments/{name}/traces/{Uri.EscapeDataString("input_0001/-/0")}"
        );

        (await served.Client.ListResourcesAsync())
            .Select(resource => resource.Uri)
            .ShouldContain($"baton://experiments/{name}/summary");
        (await served.Client.ListResourceTemplatesAsync()).Count.ShouldBe(2);
        summary["total_traces"]!.GetValue<int>().ShouldBe(3);
        trace["trace"]!["output"]!.GetValue<string>().ShouldBe("You said question 1");
        trace["observations"]!.AsArray().Count.ShouldBeGreaterThan(1);
        CompleteResult completed = await served.Client.CompleteAsync(
            new ResourceTemplateReference { Uri = "baton://experiments/{experiment}/summary" },
            "experiment",
            "exper"
        );
        completed.Completion.Values.ShouldBe([experiment]);
    }

    [Fact]
    public async Task The_prompts_lead_through_the_tools()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        IList<McpClientPrompt> prompts = await served.Client.ListPromptsAsync();
        GetPromptResult integrate = await served.Client.GetPromptAsync(
            "integrate_repository",
            new Dictionary<string, object?> { ["path"] = "shop" }
        );
        GetPromptResult diagnose = await served.Client.GetPromptAsync(
            "diagnose_run",
            new Dictionary<string, object?> { ["trace"] = "a/b/0" }
        );

        prompts.Select(prompt => prompt.Name).ShouldBe(["integrate_repository", "diagnose_run"]);
        Text(integrate).ShouldContain("`shop`");
        Text(integrate).ShouldContain("${NAME}");
        Text(diagnose).ShouldContain("`a/b/0`");
        HashSet<string> tools = [.. (await served.Client.ListToolsAsync()).Select(tool => tool.Name)];
        tools.ShouldContain("validate_config");
        await Should.ThrowAsync<McpProtocolException>(() => served.Client.GetPromptAsync("nope").AsTask());
    }

    private static string Text(GetPromptResult prompt) =>
        ((TextContentBlock)prompt.Messages.ShouldHaveSingleItem().Content).Text;

    private static async Task<JsonNode> ReadAsync(ServedClient served, string uri) =>
        JsonNode.Parse(
            (await served.Client.ReadResourceAsync(uri)).Contents.OfType<TextResourceContents>().Single().Text
        )!;
}
