using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Mcp.Tests;

[Trait("Needs", "Node")]
public sealed class OfferTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_allowed_tools_are_offered_with_the_prefix_and_approval_as_asked()
    {
        await using McpServer server = await McpServer.ConnectAsync(
            new(await NodeServers.OddAsync())
            {
                AllowedTools = ["pid", "shop.open"],
                ApprovedTools = ["pid"],
                ToolPrefix = "odd_",
            },
            Token
        );

        server.Tools.Select(static tool => tool.Name).ShouldBe(["odd_pid", "odd_shop_open"]);
        server.Tools[0].ShouldBeOfType<ApprovalRequiredAIFunction>();
        server.Tools[1].ShouldNotBeOfType<ApprovalRequiredAIFunction>();
        (await server.CallAsync("odd_shop_open")).ShouldBe("open");
    }

    [Fact]
    public async Task Approval_of_every_tool_is_one_star()
    {
        await using McpServer server = await McpServer.ConnectAsync(
            new(await NodeServers.OddAsync()) { ApprovedTools = [McpServerOptions.EveryTool] },
            Token
        );

        server.Tools.ShouldAllBe(tool => tool is ApprovalRequiredAIFunction);
    }

    [Theory]
    [InlineData("pidd", "pid", "AllowedTools names pidd, which it does not offer; there are: pid, hang, ")]
    [InlineData("pid", "hang", "ApprovedTools names hang, which it does not offer; there are: pid")]
    public async Task A_tool_that_is_not_there_is_told_with_those_that_are(
        string allowed,
        string approved,
        string message
    )
    {
        McpServerException error = await Should.ThrowAsync<McpServerException>(async () =>
            await McpServer.ConnectAsync(
                new(await NodeServers.OddAsync()) { AllowedTools = [allowed], ApprovedTools = [approved] },
                Token
            )
        );

        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_changed_list_of_tools_is_taken_over()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);
        IReadOnlyList<AIFunction> before = server.Tools;

        await server.CallAsync("extend");
        while (server.Tools.All(static tool => tool.Name != "added"))
        {
            await server.CallAsync("pid");
        }

        (await server.CallAsync("added")).ShouldBe("new");
        before.ShouldNotContain(static tool => tool.Name == "added");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        McpServerException error = await Should.ThrowAsync<McpServerException>(() =>
            McpServer.ConnectAsync(new(new McpProcess("no-such-program-here")), Token)
        );

        error.Message.ShouldStartWith(
            "MCP server no-such-program-here (`no-such-program-here`) could not be started: "
        );
        error.Message.ShouldEndWith("check that the program is installed and in PATH");
    }

    [Fact]
    public async Task Everything_wrong_with_options_is_told_at_once_before_anything_starts()
    {
        McpServerOptions options = new(
            new McpEndpoint(new Uri("ftp://host"))
            {
                Headers = new Dictionary<string, string> { ["Authorization"] = "secret\nX: y" },
            }
        )
        {
            ToolPrefix = "a b",
            CallTimeout = TimeSpan.Zero,
        };

        McpServerException error = await Should.ThrowAsync<McpServerException>(() =>
            McpServer.ConnectAsync(options, Token)
        );

        error.Message.ShouldBe(
            "MCP server host: the address has to begin with http:// or https://; the header `Authorization` cannot be sent "
                + "with its value; ToolPrefix is `a b`; letters, digits, `_` and `-` may stand in it; CallTimeout is 00:00:00; "
                + "it has to be above zero and at most 49 days"
        );
    }

    [Fact]
    public async Task A_process_without_command_or_folder_is_told()
    {
        McpServerException error = await Should.ThrowAsync<McpServerException>(() =>
            McpServer.ConnectAsync(new(new McpProcess(" ") { WorkingDirectory = "/no/such" }), Token)
        );

        error.Message.ShouldContain("the command is empty; the working directory `/no/such` is not there");
    }

    [Fact]
    public async Task A_process_is_ended_when_connecting_is_cancelled()
    {
        using TempWorkspace workspace = new();
        using CancellationTokenSource stop = new();
        string pipe = workspace.PathOf("pid");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(Token);
        }

        Task connecting = McpServer.ConnectAsync(
            new(
                new McpProcess("sh")
                {
                    Arguments = ["-c", $"echo $$ > '{pipe}'; exec sleep 1000"],
                    ShutdownTimeout = TimeSpan.FromMilliseconds(100),
                }
            ),
            stop.Token
        );
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(pipe, Token), System.Globalization.CultureInfo.InvariantCulture)
        );

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => connecting);
        await NodeServers.ShouldEndAsync(process.Id);
    }
}
