using Baton.Agents.Mcp.References;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Agents.Mcp.Tests;

public sealed class ReferenceTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_program_with_arguments_keeps_quoted_blanks_and_runs_in_the_folder()
    {
        McpProcess process = Parse("mcp:npx -y 'my server'  --greet=\"good day\" \"\"")
            .Connection.ShouldBeOfType<McpProcess>();

        process.Command.ShouldBe("npx");
        process.Arguments.ShouldBe(["-y", "my server", "--greet=good day", ""]);
        process.WorkingDirectory.ShouldBe(_workspace.Root);
    }

    [Fact]
    public void A_path_alone_is_a_program() =>
        Parse("mcp:./server").Connection.ShouldBeOfType<McpProcess>().Command.ShouldBe("./server");

    [Fact]
    public void An_address_is_one() =>
        Parse("mcp:https://shop.example/mcp?x=1")
            .Connection.ShouldBeOfType<McpEndpoint>()
            .Url.ShouldBe(new Uri("https://shop.example/mcp?x=1"));

    [Fact]
    public void A_name_is_looked_up_with_its_variables_filled_in()
    {
        _workspace.Write(
            ".mcp.json",
            """
            {
              // comments are fine
              "mcpServers": {
                "files": { "type": "stdio", "command": "node", "args": ["a", "${ROOT}"], "env": { "KEY": "${KEY:-none}" }, "cwd": "sub" },
                "shop": { "type": "http", "url": "https://${HOST}/mcp", "headers": { "Authorization": "Bearer ${TOKEN}" } },
              },
              "other": 1
            }
            """
        );
        Dictionary<string, string> variables = new()
        {
            ["ROOT"] = "/data",
            ["HOST"] = "shop.example",
            ["TOKEN"] = "sesame",
        };

        McpServerOptions files = McpReference.Parse("mcp:files", _workspace.Root, variables.GetValueOrDefault);
        McpServerOptions shop = McpReference.Parse("mcp:shop", _workspace.Root, variables.GetValueOrDefault);

        files.Name.ShouldBe("files");
        McpProcess process = files.Connection.ShouldBeOfType<McpProcess>();
        process.Arguments.ShouldBe(["a", "/data"]);
        process.Environment["KEY"].ShouldBe("none");
        process.WorkingDirectory.ShouldBe(_workspace.PathOf("sub"));
        McpEndpoint endpoint = shop.Connection.ShouldBeOfType<McpEndpoint>();
        endpoint.Url.Host.ShouldBe("shop.example");
        endpoint.Headers["Authorization"].ShouldBe("Bearer sesame");
    }

    [Theory]
    [InlineData("npx server", "`npx server` is no MCP server; write mcp:https://")]
    [InlineData("mcp:", "`mcp:` names no MCP server; write")]
    [InlineData("mcp:  ", "names no MCP server")]
    [InlineData("mcp:ftp://host", "an address has to begin with http:// or https://")]
    [InlineData("mcp:https://", "that is no address")]
    [InlineData("mcp:https://a b", "that is no address")]
    [InlineData("mcp:run 'it", "a quote ' is not closed")]
    [InlineData("mcp:'' it", "the program's name is empty")]
    [InlineData("mcp:shop", "there is no .mcp.json in ")]
    public void Misuse_is_one_clear_error(string reference, string message) =>
        Should.Throw<McpServerException>(() => Parse(reference)).Message.ShouldContain(message);

    [Theory]
    [InlineData("{", ".mcp.json:1:2: this is not JSON")]
    [InlineData("[]", "has no object `mcpServers` at its top")]
    [InlineData("""{"mcpServers":{}}""", "has no server `shop`; it has none at all")]
    [InlineData("""{"mcpServers":{"a":{},"b":{}}}""", "has no server `shop`; there are: a, b")]
    [InlineData("""{"mcpServers":{"shop":7}}""", "mcpServers.shop: has to be an object")]
    [InlineData("""{"mcpServers":{"shop":{"comand":"x"}}}""", "has neither `command` nor `url`, only `comand`")]
    [InlineData("""{"mcpServers":{"shop":{"command":"x","url":"http://h"}}}""", "has both `command` and `url`")]
    [InlineData("""{"mcpServers":{"shop":{"url":"shop"}}}""", "`url` is no absolute address")]
    [InlineData(
        """{"mcpServers":{"shop":{"command":"x","args":"a","env":{"K":1}}}}""",
        "`args` has to be a list of texts; `env` has to be an object of texts"
    )]
    [InlineData(
        """{"mcpServers":{"shop":{"url":"http://h","headers":{"Authorization":"${BATON_NOT_SET}"}}}}""",
        "`headers.Authorization` needs the variable BATON_NOT_SET, which is not set"
    )]
    public void What_is_wrong_with_a_file_is_told_with_its_place(string json, string message)
    {
        _workspace.Write(".mcp.json", json);

        Should.Throw<McpServerException>(() => Parse("mcp:shop")).Message.ShouldContain(message);
    }

    [Fact]
    public void Any_text_is_a_server_or_one_error() =>
        Prop.ForAll<NonNull<string>>(text =>
            {
                try
                {
                    Parse($"mcp:{text.Get}").ShouldNotBeNull();
                }
                catch (McpServerException error)
                {
                    error.Message.ShouldNotBeEmpty();
                }
            })
            .QuickCheckThrowOnFailure();

    private McpServerOptions Parse(string reference) => McpReference.Parse(reference, _workspace.Root);
}
