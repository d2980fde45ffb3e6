using System.Diagnostics;
using System.Text.Json;
using Baton.TestSupport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Mcp.Tests;

[Trait("Needs", "Node")]
public sealed class StdioTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reference_servers_tools_answer_in_text_json_and_images()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.EverythingAsync()), Token);

        (await server.CallAsync("echo", ("message", "hello"))).ShouldBe("Echo: hello");
        JsonElement weather = (
            await server.CallAsync("get-structured-content", ("location", "Chicago"))
        ).ShouldBeOfType<JsonElement>();
        weather.GetProperty("temperature").ValueKind.ShouldBe(JsonValueKind.Number);
        List<AIContent> image = (await server.CallAsync("get-tiny-image")).ShouldBeOfType<List<AIContent>>();
        image.OfType<DataContent>().Single().MediaType.ShouldBe("image/png");
        image[0].ShouldBeOfType<TextContent>();
        server.Named("echo").JsonSchema.GetProperty("properties").TryGetProperty("message", out _).ShouldBeTrue();
        server.Named("echo").Description.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_process_is_gone_when_the_server_is_disposed()
    {
        McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);
        server.Instructions.ShouldBe("Ask nicely.");
        using Process process = await server.ProcessOfAsync();

        await server.DisposeAsync();

        process.HasExited.ShouldBeTrue();
        await server.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => server.CallAsync("pid"));
    }

    [Fact]
    public async Task What_the_process_started_and_left_behind_ends_with_it()
    {
        using TempWorkspace workspace = new();
        McpProcess odd = await NodeServers.OddAsync();
        string file = workspace.PathOf("pid");
        string server = string.Join(' ', odd.Arguments.Select(static argument => $"'{argument}'"));
        McpProcess wrapper = new("sh")
        {
            Arguments = ["-c", $"sleep 1000 & echo $! > '{file}'; node {server}; wait"],
            ShutdownTimeout = TimeSpan.FromMilliseconds(200),
        };
        int pid;
        await using (await McpServer.ConnectAsync(new(wrapper), Token))
        {
            pid = int.Parse(workspace.Read("pid"), System.Globalization.CultureInfo.InvariantCulture);
            Directory.Exists($"/proc/{pid}").ShouldBeTrue();
        }

        await NodeServers.ShouldEndAsync(pid);
    }

    [Fact]
    public async Task A_server_killed_during_a_call_fails_it_and_the_next_call_starts_another()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);
        using Process first = await server.ProcessOfAsync();
        Task<object?> hanging = server.CallAsync("hang");

        first.Kill();

        McpServerException error = await Should.ThrowAsync<McpServerException>(() => hanging);
        error.Message.ShouldStartWith("MCP server node (`node`) was lost during `hang`: ");
        error.Message.ShouldContain("not known");
        using Process second = await server.ProcessOfAsync();
        second.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task A_server_that_crashes_in_a_call_leaves_its_exit_code_and_last_words()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);

        McpServerException error = await Should.ThrowAsync<McpServerException>(() => server.CallAsync("crash"));

        error.Message.ShouldContain("exit code 3");
        error.Message.ShouldContain("last words");
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_again_is_one_clear_error_and_each_call_tries_once()
    {
        using TempWorkspace workspace = new();
        McpProcess odd = await NodeServers.OddAsync();
        string script = workspace.Write("server.cjs", await File.ReadAllTextAsync(NodeServers.OddScript, Token));
        await using McpServer server = await McpServer.ConnectAsync(
            new(odd with { Arguments = [script, .. odd.Arguments.Skip(1)] }) { Name = "shop" },
            Token
        );
        using Process process = await server.ProcessOfAsync();
        File.Move(script, script + ".away");
        process.Kill();
        await process.WaitForExitAsync(Token);

        // The first may still find the old connection.
        await Should.ThrowAsync<McpServerException>(() => server.CallAsync("pid"));
        McpServerException error = await Should.ThrowAsync<McpServerException>(() => server.CallAsync("pid"));

        error.Message.ShouldStartWith("MCP server shop (`node`) ended with exit code 1 before it was ready");
        error.Message.ShouldContain("Cannot find module");
        File.Move(script + ".away", script);
        (await server.CallAsync("shop_open")).ShouldBe("open");
    }

    [Fact]
    public async Task A_tool_that_hangs_is_given_up_and_the_server_goes_on()
    {
        ManualTimeProvider time = new();
        await using McpServer server = await McpServer.ConnectAsync(
            new(await NodeServers.OddAsync()) { CallTimeout = TimeSpan.FromSeconds(7), TimeProvider = time },
            Token
        );
        using Process process = await server.ProcessOfAsync();
        Task<object?> hanging = server.CallAsync("hang");

        time.Advance(TimeSpan.FromSeconds(7));

        (await Should.ThrowAsync<McpServerException>(() => hanging)).Message.ShouldContain("took longer than 7 s");
        using Process same = await server.ProcessOfAsync();
        same.Id.ShouldBe(process.Id);
    }

    [Fact]
    public async Task Cancelling_a_call_is_a_cancellation()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);
        using CancellationTokenSource stop = new();
        Task<object?> hanging = server.Named("hang").InvokeAsync(cancellationToken: stop.Token).AsTask();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => hanging);
        (await server.CallAsync("shop_open")).ShouldBe("open");
    }

    [Fact]
    public async Task What_a_server_says_of_a_failed_call_is_the_error()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync()), Token);

        (await Should.ThrowAsync<McpServerException>(() => server.CallAsync("fail"))).Message.ShouldBe("no such shop");
        (await Should.ThrowAsync<McpServerException>(() => server.CallAsync("refuse"))).Message.ShouldContain(
            "the stock is locked"
        );
        (await server.CallAsync("shop_open")).ShouldBe("open");
    }

    [Fact]
    public async Task Garbage_on_standard_output_breaks_nothing()
    {
        await using McpServer server = await McpServer.ConnectAsync(new(await NodeServers.OddAsync("garbage")), Token);

        (await server.CallAsync("shop_open")).ShouldBe("open");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_in_time()
    {
        McpServerException error = await Should.ThrowAsync<McpServerException>(async () =>
            await McpServer.ConnectAsync(
                new(await NodeServers.OddAsync("silent")) { ConnectTimeout = TimeSpan.FromMilliseconds(500) },
                Token
            )
        );

        error.Message.ShouldStartWith("MCP server node (`node`) did not answer within 0.5 s");
    }

    [Fact]
    public async Task A_program_that_ends_at_once_leaves_its_exit_code_and_stderr()
    {
        McpServerException error = await Should.ThrowAsync<McpServerException>(async () =>
            await McpServer.ConnectAsync(new(await NodeServers.OddAsync("exit")), Token)
        );

        error.Message.ShouldBe(
            "MCP server node (`node`) ended with exit code 3 before it was ready; the last it wrote to stderr:\nno licence found"
        );
    }

    [Fact]
    public async Task Only_named_variables_reach_the_process_which_runs_in_its_folder()
    {
        using TempWorkspace workspace = new();
        Environment.SetEnvironmentVariable("BATON_MCP_SECRET", "hidden");
        Environment.SetEnvironmentVariable("BATON_MCP_SHARED", "shared");
        McpProcess odd = (await NodeServers.OddAsync()) with
        {
            WorkingDirectory = workspace.Root,
            InheritedVariables = ["BATON_MCP_SHARED", "BATON_MCP_ABSENT"],
            Environment = new Dictionary<string, string> { ["BATON_MCP_SET"] = "set" },
        };
        await using McpServer server = await McpServer.ConnectAsync(new(odd), Token);

        (await server.CallAsync("variable", ("name", "BATON_MCP_SECRET"))).ShouldBe("(not set)");
        (await server.CallAsync("variable", ("name", "BATON_MCP_SHARED"))).ShouldBe("shared");
        (await server.CallAsync("variable", ("name", "BATON_MCP_SET"))).ShouldBe("set");
        (await server.CallAsync("variable", ("name", "PATH"))).ShouldNotBe("(not set)");
        (await server.CallAsync("folder")).ShouldBe(workspace.Root);
    }
}
