using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary><c>baton chat</c> and <c>baton run single --model</c> with models of a third-party server.</summary>
[Trait("Needs", "aimock")]
public sealed class ChatModelTests : IAsyncLifetime
{
    private const string Key = "sk-test-chat-key-1234";

    private readonly TempWorkspace _workspace = new();
    private AimockServer _models = null!;

    public async ValueTask InitializeAsync() => _models = await AimockServer.StartAsync(Key);

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        _workspace.Dispose();
    }

    [Theory]
    [InlineData("openai:gpt-4o-mini")]
    [InlineData("openai-responses:gpt-4o-mini")]
    [InlineData("anthropic:claude-haiku-4-5")]
    public async Task A_prepared_conversation_is_answered_line_by_line_and_remembered(string model)
    {
        await _models.AnswerAsync("My name is Ada", Says("Hello Ada,\nnice to meet you."));
        await _models.AnswerAsync("What is my name", Says("Your name is Ada."));

        ToolResult result = await ChatAsync(
            "My name is Ada\nWhat is my name?\n",
            "--model",
            model,
            "--system",
            "Be kind"
        );

        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldBe("Hello Ada,\nnice to meet you.\nYour name is Ada.\n");
        result.Error.ShouldBeEmpty();
        JsonObject last = (await _models.RequestsAsync())[^1];
        string body = last["body"]!.ToJsonString();
        body.ShouldContain("My name is Ada");
        body.ShouldContain("nice to meet you.");
        body.ShouldContain("Be kind");
    }

    [Fact]
    public async Task Keys_and_servers_come_from_the_env_file_too()
    {
        await _models.AnswerAsync("hello", Says("Hi."));
        _workspace.Write(".env", $"OPENAI_COMPATIBLE_API_KEY={Key}\nOPENAI_COMPATIBLE_BASE_URL={_models.Address}v1\n");

        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            "run",
            "single",
            "-m",
            "openai-compatible:some-model",
            "hello"
        );

        result.ShouldBe(new ToolResult(0, "Hi.\n", ""), result.All);
    }

    [Fact]
    public async Task A_tool_of_a_real_server_is_called_and_told_on_standard_error()
    {
        await CallToolOnceAsync();
        string server = await EverythingAsync();

        ToolResult result = await ChatAsync("Use the tool\n", "-m", "openai:gpt-4o-mini", "--tool", server);

        result.ShouldBe(
            new ToolResult(0, "It said hello.\n", "[tool] echo {\"message\":\"hello\"}\n[tool] echo: Echo: hello\n"),
            result.All
        );
    }

    [Fact]
    public async Task Programs_get_text_tools_tokens_and_cost_of_a_single_call()
    {
        await CallToolOnceAsync();
        string server = await EverythingAsync();

        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            Variables(),
            ["run", "single", "-m", "openai:gpt-4o-mini", "--tool", server, "--format", "json", "Use the tool"]
        );

        result.ExitCode.ShouldBe(0, result.All);
        JsonNode answer = JsonNode.Parse(result.Output)!;
        answer["success"]!.GetValue<bool>().ShouldBeTrue();
        answer["output"]!.GetValue<string>().ShouldBe("It said hello.");
        JsonNode call = answer["tool_calls"]!.AsArray().ShouldHaveSingleItem()!;
        call["name"]!.GetValue<string>().ShouldBe("echo");
        call["arguments"]!.ToJsonString().ShouldBe("""{"message":"hello"}""");
        answer["token_usage"]!["total"]!.GetValue<int>().ShouldBeGreaterThan(0);
        answer["duration_ms"]!.GetValue<double>().ShouldBeGreaterThan(0);
        answer["cost"]!.GetValue<decimal>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Asking_before_each_call_needs_a_terminal()
    {
        ToolResult result = await ChatAsync("hi\n", "-m", "openai:gpt-4o-mini", "--manual-approve-tools");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldBe(
            "error: --manual-approve-tools: there is no terminal to ask at; use `--auto-approve-tools`\n"
        );
    }

    [Theory]
    [InlineData("openai:gpt-4o-mini", "OPENAI_API_KEY")]
    [InlineData("anthropic:claude-haiku-4-5", "ANTHROPIC_API_KEY")]
    public async Task A_rejected_key_is_one_line_that_names_its_variable_and_not_the_key(string model, string variable)
    {
        Dictionary<string, string> variables = Variables();
        variables[variable] = "sk-wrong-key-5678";

        ToolResult result = await BatonTool.RunAsync(_workspace.Root, variables, "run", "single", "-m", model, "hi");

        result.ExitCode.ShouldBe(1, result.All);
        result.Error.ShouldStartWith("error: unauthorized: ");
        result.Error.ShouldEndWith($"; check `{variable}`\n");
        result.Error.Count(character => character == '\n').ShouldBe(1);
        result.All.ShouldNotContain("sk-wrong-key-5678");
    }

    [Fact]
    public async Task A_model_the_server_does_not_know_is_told_with_the_option_that_names_it()
    {
        await _models.FailNextAsync(404, "The model `gpt-5o` does not exist");

        ToolResult result = await ChatAsync("hi\nnever asked\n", "-m", "openai:gpt-5o");

        result.ExitCode.ShouldBe(1, result.All);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("The model `gpt-5o` does not exist; check the model's name in `--model`");
        (await _models.RequestsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("openai:gpt-4o", "error: `openai:gpt-4o` needs a key: set `OPENAI_API_KEY`")]
    [InlineData(
        "anthropic:claude-haiku-4-5",
        "error: `anthropic:claude-haiku-4-5` needs a key: set `ANTHROPIC_API_KEY`"
    )]
    [InlineData("gpt-4o", "error: `gpt-4o` names no provider; write `openai:gpt-4o`")]
    [InlineData("opnai:gpt-4o", "error: Unknown provider `opnai` in `opnai:gpt-4o`; did you mean `openai`?")]
    public async Task A_model_that_cannot_be_set_up_is_exit_code_2_before_anything_is_read(string model, string error)
    {
        Dictionary<string, string> none = Without(
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL"
        );

        ToolResult result = await BatonTool.RunAsync(_workspace.Root, none, "chat", "--model", model);

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldStartWith(error);
        result.Error.Count(character => character == '\n').ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_with_its_address_and_where_that_comes_from()
    {
        Dictionary<string, string> variables = Variables();
        variables["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1";

        ToolResult result = await BatonTool.RunAsync(
            _workspace.Root,
            variables,
            "run",
            "single",
            "-m",
            "openai:gpt-4o-mini",
            "hi"
        );

        result.ExitCode.ShouldBe(1, result.All);
        result.Error.ShouldStartWith("error: refused: ");
        result.Error.ShouldContain("http://127.0.0.1:9");
        result.Error.ShouldContain("`OPENAI_BASE_URL` says where it is");
    }

    [Fact]
    public async Task A_session_goes_on_in_the_next_process()
    {
        await _models.AnswerAsync("My name is Ada", Says("Hello Ada."));
        await _models.AnswerAsync("What is my name", Says("Ada."));
        string[] options = ["-m", "openai:gpt-4o-mini", "--session", "chats.db#trip"];

        ToolResult first = await ChatAsync("My name is Ada\n", options);
        ToolResult second = await ChatAsync("What is my name?\n", options);

        first.Error.ShouldBe("New session `trip` of chats.db\n", first.All);
        second.ShouldBe(
            new ToolResult(0, "Ada.\n", "Going on with session `trip` of chats.db: 2 messages\n"),
            second.All
        );
        (await _models.RequestsAsync())[^1]["body"]!.ToJsonString().ShouldContain("Hello Ada.");
    }

    private static JsonObject Says(string content) => new() { ["content"] = content };

    private async Task CallToolOnceAsync() =>
        await _models.AnswerInTurnAsync(
            JsonNode.Parse("""{"toolCalls": [{"name": "echo", "arguments": "{\"message\":\"hello\"}"}]}""")!.AsObject(),
            Says("It said hello.")
        );

    // The reference server of the protocol's authors.
    private static async Task<string> EverythingAsync() =>
        $"mcp:node '{await NodePackages.InstallAsync()}/node_modules/@modelcontextprotocol/server-everything/dist/index.js' stdio";

    private static Dictionary<string, string> Without(params string[] variables) =>
        variables.ToDictionary(name => name, _ => "", StringComparer.Ordinal);

    private Dictionary<string, string> Variables() =>
        new(StringComparer.Ordinal)
        {
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = $"{_models.Address}v1",
            ["ANTHROPIC_API_KEY"] = Key,
            ["ANTHROPIC_BASE_URL"] = _models.Address.ToString().TrimEnd('/'),
        };

    private async Task<ToolResult> ChatAsync(string input, params string[] options)
    {
        await using ChatProcess chat = ChatProcess.Start(_workspace.Root, Variables(), ["chat", .. options]);
        await chat.TypeAsync(input);
        chat.EndInput();
        return await chat.WaitAsync();
    }
}
