using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Mcp.Tests.Tools;

public sealed class ToolContractTests
{
    private static readonly string[] _running = ["evaluate_experiment", "run_agent", "run_experiment", "run_topology"];

    [Fact]
    public async Task Every_tool_describes_itself_its_arguments_and_its_result()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        IList<McpClientTool> tools = await served.Client.ListToolsAsync();

        foreach (Tool tool in tools.Select(tool => tool.ProtocolTool))
        {
            tool.Description!.Length.ShouldBeGreaterThan(40, tool.Name);
            tool.InputSchema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse(tool.Name);
            foreach (JsonProperty argument in tool.InputSchema.GetProperty("properties").EnumerateObject())
            {
                argument.Value.TryGetProperty("description", out _).ShouldBeTrue($"{tool.Name}.{argument.Name}");
            }

            tool.OutputSchema!.Value.GetProperty("type").GetString().ShouldBe("object");
            tool.Annotations!.ReadOnlyHint.ShouldBe(!_running.Contains(tool.Name));
            tool.Annotations.DestructiveHint.ShouldBe(_running.Contains(tool.Name));
        }
    }

    [Fact]
    public async Task The_tools_and_their_schemas_are_the_approved_ones()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        StringBuilder text = new();
        foreach (
            McpClientTool tool in (await served.Client.ListToolsAsync()).OrderBy(
                tool => tool.Name,
                StringComparer.Ordinal
            )
        )
        {
            text.Append("## ").Append(tool.Name).Append('\n').Append(tool.Description).Append('\n');
            foreach (JsonProperty argument in tool.JsonSchema.GetProperty("properties").EnumerateObject())
            {
                text.Append("- ").Append(argument.Name).Append(' ').Append(argument.Value.GetRawText()).Append('\n');
            }
        }

        ApprovedText.ShouldBeApproved(text.ToString(), "tools.txt");
    }

    [Fact]
    public async Task Everything_wrong_with_arguments_is_told_at_once()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        string said = await served.FailAsync("faq", new { querry = "x", top_k = 99 });

        said.ShouldContain("`querry` is no argument of this tool; did you mean `query`?");
        said.ShouldContain("`arguments` has no `query`");
        said.ShouldContain("`arguments.top_k` is more than 20");
        (await served.FailAsync("faq", new { query = 5 })).ShouldContain("`arguments.query` is a number");
        (await served.FailAsync("experiment_status", new { outcome = "bad" })).ShouldContain("must be one of");
    }

    [Fact]
    public async Task An_argument_that_is_null_counts_as_left_out()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        (await served.CallAsync("faq", new { query = "personas", top_k = (int?)null }))["found"]!
            .GetValue<bool>()
            .ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_tool_is_an_error_of_the_protocol()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        McpProtocolException error = await Should.ThrowAsync<McpProtocolException>(() =>
            served.TryCallAsync("no_such_tool")
        );

        error.ErrorCode.ShouldBe(McpErrorCode.InvalidParams);
        await served.CallAsync("faq", new { query = "personas" });
    }

    [Fact]
    public async Task A_server_that_only_reads_has_no_tool_that_runs_anything()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(
            workspace.Root,
            place => place with { ReadOnly = true }
        );

        string[] names = [.. (await served.Client.ListToolsAsync()).Select(tool => tool.Name)];

        names.ShouldContain("faq");
        names.Intersect(_running).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_calls_at_once_each_get_their_own_answer()
    {
        using TempWorkspace workspace = new();
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        string[] told = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async number =>
                    number % 2 == 0
                        ? (await served.CallAsync("validate_config", new { text = $"name: n{number}" })).ToJsonString()
                        : await served.FailAsync("experiment_status", new { experiment = $"missing-{number}" })
                )
        );

        for (int number = 1; number < told.Length; number += 2)
        {
            told[number].ShouldContain($"missing-{number}");
        }

        await served.CallAsync("faq", new { query = "personas" });
    }
}
