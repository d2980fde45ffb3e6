using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary><c>baton chat</c> as a person at a terminal has it, and what Ctrl-C does.</summary>
public sealed class ChatTerminalTests : IDisposable
{
    private const string CtrlC = "\u0003";
    private const string CtrlD = "\u0004";

    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    [Trait("Needs", "python")]
    public async Task A_person_talks_asks_for_the_account_saves_and_leaves()
    {
        Script("""{"text": "Hello there.", "usage": {"input": 12, "output": 3}}""", "\"And again.\"");
        await using ChatProcess chat = AtTerminal();

        await chat.ShowsAsync("You: ");
        await chat.TypeAsync("hi \\\n");
        await chat.ShowsAsync("...  ");
        await chat.TypeAsync("you\n");
        await chat.ShowsAsync("Hello there.");
        await chat.TypeAsync("/usage\n");
        await chat.ShowsAsync("1 answer, 15 tokens (12 read, 3 written)");
        await chat.TypeAsync("/save talk.json\n");
        await chat.ShowsAsync("Wrote 2 messages to talk.json");
        await chat.TypeAsync(CtrlD);
        ToolResult result = await chat.WaitAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonNode saved = JsonNode.Parse(await File.ReadAllTextAsync(_workspace.PathOf("talk.json")))!;
        saved["messages"]![0]!["content"]!.GetValue<string>().ShouldBe("hi \nyou");
        saved["messages"]![1]!["content"]!.GetValue<string>().ShouldBe("Hello there.");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Ctrl_C_at_the_prompt_says_how_to_leave_and_forgets_what_was_half_typed()
    {
        Script("\"Hello.\"");
        await using ChatProcess chat = AtTerminal();

        await chat.ShowsAsync("You: ");
        await chat.TypeAsync("half");
        await chat.ShowsAsync("half");
        await chat.TypeAsync(CtrlC);
        await chat.ShowsAsync("Ctrl-C again, or /exit, ends the chat.");
        await chat.TypeAsync("whole\n");
        await chat.ShowsAsync("Hello.");
        await chat.TypeAsync("/save talk.json\n");
        await chat.ShowsAsync("Wrote 2 messages");
        await chat.TypeAsync("/exit\n");
        ToolResult result = await chat.WaitAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonNode saved = JsonNode.Parse(await File.ReadAllTextAsync(_workspace.PathOf("talk.json")))!;
        saved["messages"]![0]!["content"]!.GetValue<string>().ShouldBe("whole");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task An_answer_is_shown_as_it_comes_Ctrl_C_ends_it_and_a_second_one_the_chat()
    {
        await using LoopbackServer server = await NeverEndingAsync();
        await using ChatProcess chat = ChatProcess.StartAtTerminal(
            _workspace.Root,
            Variables(server),
            "chat",
            "-m",
            "openai:gpt-4o-mini"
        );

        await chat.ShowsAsync("You: ");
        await chat.TypeAsync("first\n");
        await chat.ShowsAsync("The answer has begun");
        await chat.TypeAsync(CtrlC);
        await chat.ShowsAsync("[stopped]");
        await chat.TypeAsync("/history\n");
        await chat.ShowsAsync("Assistant: The answer has begun");
        await chat.TypeAsync("second\n");
        await chat.ShowsTimesAsync("The answer has begun", 3);
        await chat.TypeAsync(CtrlC);
        await chat.ShowsTimesAsync("[stopped]", 2);
        await chat.TypeAsync(CtrlC);
        ToolResult result = await chat.WaitAsync();

        result.ExitCode.ShouldBe(130, result.All);
        result.Output.ShouldEndWith("interrupted\r\n");
    }

    [Theory]
    [InlineData("chat", "hi\n")]
    [InlineData("run single -", "")]
    [InlineData("run single hi", "")]
    public async Task Without_a_terminal_an_interruption_ends_the_command(string command, string typed)
    {
        await using LoopbackServer server = await NeverEndingAsync();
        await using ChatProcess tool = ChatProcess.Start(
            _workspace.Root,
            Variables(server),
            [.. command.Split(' '), "-m", "openai:gpt-4o-mini"]
        );
        await tool.TypeAsync(typed);
        if (command.EndsWith('-'))
        {
            await tool.TypeAsync("from a pipe");
            tool.EndInput();
        }

        await Eventually.Holds(() => server.Requests.Count > 0, "the model is asked");
        tool.Signal("INT");
        ToolResult result = await tool.WaitAsync();

        result.ExitCode.ShouldBe(130, result.All);
        result.Error.ShouldBe("interrupted\n");
        result.Output.ShouldBeOneOf("", "The answer has begun\n");
    }

    private static Task<LoopbackServer> NeverEndingAsync() =>
        LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Delta("The answer has begun"), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            TaskCompletionSource gone = new();
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });

    private static Dictionary<string, string> Variables(LoopbackServer server) =>
        new(StringComparer.Ordinal)
        {
            ["OPENAI_API_KEY"] = "sk-test-key-1234",
            ["OPENAI_BASE_URL"] = $"{server.Url}/v1",
        };

    private static string Delta(string text) =>
        "data: "
        + new JsonObject
        {
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["index"] = 0,
                    ["delta"] = new JsonObject { ["content"] = text },
                }
            ),
        }.ToJsonString()
        + "\n\n";

    private void Script(params string[] replies) =>
        _workspace.Write("answers.json", $$"""{"replies": [{{string.Join(',', replies)}}]}""");

    private ChatProcess AtTerminal() =>
        ChatProcess.StartAtTerminal(
            _workspace.Root,
            new Dictionary<string, string>(StringComparer.Ordinal),
            "chat",
            "-m",
            "scripted:answers.json"
        );
}
