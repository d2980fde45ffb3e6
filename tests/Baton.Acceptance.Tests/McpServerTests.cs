using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Baton.Acceptance.Tests;

/// <summary>The built <c>baton mcp</c>, used by the clients that people have.</summary>
public sealed partial class McpServerTests
{
    private const string Project = """
        name: shop
        runner:
          target: "agent:run"
          workers: 1
        """;

    private const string Agent = """
        import time

        print("printed while it is loaded")

        def run(input):
            print("printed by the agent")
            if input == "slow":
                time.sleep(0.2)
            return "You said " + input
        """;

    [Fact]
    [Trait("Needs", "Node")]
    public async Task The_official_TypeScript_client_is_served_on_standard_input_and_output()
    {
        using TestProject project = CreateProject();
        string npm = await NodePackages.InstallAsync();

        ToolResult seen = await NodeAsync(npm, ["stdio", BatonTool.Program, "mcp", "--root", project.Root]);

        ShouldHaveSeenEverything(seen);
    }

    [Fact]
    [Trait("Needs", "Node")]
    public async Task The_official_TypeScript_client_is_served_over_HTTP()
    {
        using TestProject project = CreateProject();
        string npm = await NodePackages.InstallAsync();
        await using RunningTool server = BatonTool.Start(
            project.Root,
            new Dictionary<string, string>(),
            "mcp",
            "--http",
            "0"
        );
        await Eventually.Holds(() => Address().IsMatch(server.ErrorSoFar), "the server says where it is");
        string address = Address().Match(server.ErrorSoFar).Value;

        ToolResult seen = await NodeAsync(npm, ["http", address]);

        ShouldHaveSeenEverything(seen);
        server.Signal("INT");
        ToolResult ended = await server.WaitAsync(TimeSpan.FromMinutes(1));
        ended.ExitCode.ShouldBe(0, ended.All);
        ended.Output.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Needs", "Node")]
    public async Task The_inspectors_command_line_lists_calls_and_reads()
    {
        using TestProject project = CreateProject();
        string npm = await NodePackages.InstallAsync("inspector");
        string inspector = Path.Combine(npm, "node_modules/.bin/mcp-inspector");
        string[] server = ["--cli", BatonTool.Program, "mcp", "--root", project.Root];

        JsonNode tools = await InspectAsync("--method", "tools/list");
        JsonNode answer = await InspectAsync(
            "--method",
            "tools/call",
            "--tool-name",
            "faq",
            "--tool-arg",
            "query=How do I resume an experiment?",
            "--tool-arg",
            "top_k=1"
        );
        JsonNode checkedConfig = await InspectAsync("--method", "tools/call", "--tool-name", "validate_config");
        JsonNode resources = await InspectAsync("--method", "resources/list");
        JsonNode prompts = await InspectAsync("--method", "prompts/list");

        tools["tools"]!.AsArray().Count.ShouldBeGreaterThan(9);
        answer["structuredContent"]!["passages"]!.AsArray().Count.ShouldBe(1);
        checkedConfig["structuredContent"]!["valid"]!.GetValue<bool>().ShouldBeTrue();
        resources["resources"]!.AsArray().Count.ShouldBeGreaterThan(40);
        prompts["prompts"]!.AsArray().Count.ShouldBe(2);

        async Task<JsonNode> InspectAsync(params string[] arguments)
        {
            ToolResult result = await RunAsync("node", project.Root, [inspector, .. server, .. arguments]);
            result.ExitCode.ShouldBe(0, result.All);
            return JsonNode.Parse(result.Output)!;
        }
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task The_official_CSharp_client_starts_the_tool_and_ends_it()
    {
        using TestProject project = CreateProject();
        List<string> errors = [];
        await using (
            McpClient client = await McpClient.CreateAsync(
                new StdioClientTransport(
                    new StdioClientTransportOptions
                    {
                        Command = BatonTool.Program,
                        Arguments = ["mcp"],
                        WorkingDirectory = project.Root,
                        StandardErrorLines = errors.Add,
                    }
                )
            )
        )
        {
            CallToolResult result = await client.CallToolAsync("run_experiment");

            result.IsError.ShouldNotBe(true);
            result.StructuredContent!.Value.GetProperty("status").GetString().ShouldBe("completed");
        }

        project.Summary()["successful"]!.GetValue<int>().ShouldBe(2);
        project.ProcessesIn().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Needs", "Python")]
    public async Task Standard_output_carries_the_protocol_and_nothing_else()
    {
        using TestProject project = CreateProject();
        ProcessStartInfo start = new(BatonTool.Program, ["mcp", "--root", project.Root])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        List<JsonNode> lines = [];

        await ExchangeAsync(
            1,
            "initialize",
            """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}"""
        );
        await process.StandardInput.WriteLineAsync("this is no message");
        await ExchangeAsync(
            2,
            "tools/call",
            """{"name":"run_agent","arguments":{"target":"agent:run","input":"hi"}}"""
        );
        await ExchangeAsync(3, "tools/call", """{"name":"run_experiment","arguments":{}}""");
        JsonNode unknown = await ExchangeAsync(4, "no/such/method", "{}");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        string rest = await process.StandardOutput.ReadToEndAsync();

        process.ExitCode.ShouldBe(0, await errors);
        rest.ShouldBeEmpty();
        unknown["error"]!["code"]!.GetValue<int>().ShouldBe(-32601);
        lines.ShouldAllBe(line => line["jsonrpc"]!.GetValue<string>() == "2.0");
        lines.Single(line => line["id"]?.GetValue<int>() == 2)["result"]!.ToJsonString().ShouldContain("You said hi");

        async Task<JsonNode> ExchangeAsync(int id, string method, string parameters)
        {
            await process.StandardInput.WriteLineAsync(
                $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}"""
            );
            while (true)
            {
                string? line = await process.StandardOutput.ReadLineAsync();
                line.ShouldNotBeNull(await EndedAsync());
                JsonNode message = JsonNode.Parse(line)!;
                lines.Add(message);
                if (message["id"]?.GetValue<int>() == id)
                {
                    return message;
                }
            }
        }

        Task<string> EndedAsync() => process.HasExited ? errors : Task.FromResult("");
    }

    [Theory]
    [InlineData("--root", "no-such-folder", "no folder `no-such-folder`")]
    [InlineData("--http", "x", "`x` is no port")]
    [InlineData("--host", "0.0.0.0", "goes with `--http PORT`")]
    public async Task A_wrong_command_line_is_told(string option, string value, string expected)
    {
        using TestProject project = CreateProject();

        ToolResult result = await BatonTool.RunAsync(project.Root, "mcp", option, value);

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain(expected);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_others_reach_needs_a_token()
    {
        using TestProject project = CreateProject();

        ToolResult result = await BatonTool.RunAsync(project.Root, "mcp", "--http", "0", "--host", "0.0.0.0");

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("BATON_MCP_TOKEN");
    }

    private static TestProject CreateProject() =>
        TestProject
            .Create(Project, inputs: 2)
            .With("agent.py", Agent)
            .With("configs/slow.yaml", Project + "\ninputs_file: inputs/slow.yaml\n")
            .With("inputs/slow.yaml", "inputs:\n" + string.Concat(Enumerable.Repeat("  - input: slow\n", 200)));

    private static async Task<ToolResult> NodeAsync(string npm, string[] arguments) =>
        await RunAsync("node", npm, [Path.Combine(npm, "mcp/client.mjs"), .. arguments]);

    private static async Task<ToolResult> RunAsync(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        await using RunningTool tool = new(process);
        return await tool.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static void ShouldHaveSeenEverything(ToolResult result)
    {
        result.ExitCode.ShouldBe(0, result.All);
        JsonNode seen = JsonNode.Parse(result.Output)!;
        seen["server"]!.GetValue<string>().ShouldBe("baton");
        string[] tools = seen["tools"]!.Deserialize<string[]>()!;
        tools.ShouldContain("faq");
        tools.ShouldContain("run_experiment");
        seen["resources"]!.GetValue<int>().ShouldBeGreaterThan(40);
        seen["templates"]!.GetValue<int>().ShouldBe(2);
        seen["page"]!.GetValue<string>().ShouldBe("# Baton");
        seen["faq"]!["found"]!.GetValue<bool>().ShouldBeTrue();
        seen["wrong"]!["isError"]!.GetValue<bool>().ShouldBeTrue();
        seen["unknown"]!.GetValue<int>().ShouldBe(-32602);
        seen["run"]!["successful"]!.GetValue<int>().ShouldBe(2);
        seen["progress"]!.AsArray().ShouldNotBeEmpty();
        seen["trace"]!["entries"]!.AsArray().ShouldNotBeEmpty();
        seen["cancelled"]!.GetValue<string>().ShouldBe("cancelled");
        seen["standing"]!["status"]!.GetValue<string>().ShouldBe("interrupted");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/mcp")]
    private static partial Regex Address();
}
