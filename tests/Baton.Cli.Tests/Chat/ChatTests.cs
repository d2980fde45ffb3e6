using System.Text.Json.Nodes;

namespace Baton.Cli.Tests.Chat;

public sealed class ChatTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Without_a_terminal_each_line_is_a_message_and_only_answers_are_written()
    {
        Script("\"one\"", "\"two\\nlines\"", "\"three\"");

        ToolRun run = await PipeAsync("first\n\n/second\nthird \\\ngoes on\n");

        run.ShouldBe(new ToolRun(0, "one\ntwo\nlines\nthree\n", ""));
    }

    [Fact]
    public async Task Without_a_terminal_the_first_answer_that_fails_ends_the_chat()
    {
        Script("\"one\"", """{"failure": {"kind": "unauthorized", "message": "no such key"}}""", "\"never\"");

        ToolRun run = await PipeAsync("first\nsecond\nthird\n");

        run.ShouldBe(new ToolRun(1, "one\n", "error: unauthorized: no such key; check the key\n"));
    }

    [Fact]
    public async Task At_a_terminal_a_failure_is_one_line_and_the_chat_goes_on()
    {
        Script("""{"failure": {"kind": "unauthorized", "message": "no such key"}}""", "\"two\"");

        ToolRun run = await TypeAsync("first\nsecond\n/exit\nnever\n");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe("two\n");
        run.Error.ShouldBe(
            """
            Talking with scripted:answers.json. /help lists commands, Ctrl-D ends the chat.
            You: error: unauthorized: no such key; check the key

            You: 
            You: 
            """
        );
    }

    [Fact]
    public async Task What_was_said_can_be_looked_at_counted_and_forgotten()
    {
        Script("""{"text": "one", "usage": {"input": 1200, "output": 3}}""");

        ToolRun run = await TypeAsync("/usage\nfirst\n/usage\n/history\n/clear\n/history\n");

        run.Error.ShouldContain("You: 0 answers\n");
        run.Error.ShouldContain("You: 1 answer, 1,203 tokens (1,200 read, 3 written)\n");
        run.Error.ShouldContain("You: You: first\nAssistant: one\n");
        run.Error.ShouldContain("You: Forgotten; the next message begins anew\nYou: Nothing was said yet\n");
    }

    [Fact]
    public async Task A_conversation_is_saved_as_JSON_and_a_file_that_is_there_only_after_a_yes()
    {
        Script("""{"text": "one", "usage": {"input": 1, "output": 2}}""");
        _workspace.Write("old.json", "old");

        ToolRun run = await TypeAsync("first\n/save new.json\n/save old.json\nn\n/save\n/save no/such/folder.json\n");

        run.Error.ShouldContain("Wrote 2 messages to new.json\n");
        run.Error.ShouldContain("old.json is there already. Replace it? [y/N] Nothing was written\n");
        run.Error.ShouldContain("error: /save: a file is missing; write for example /save talk.json\n");
        run.Error.ShouldContain("error: Could not find a part of the path");
        (await File.ReadAllTextAsync(_workspace.PathOf("old.json"))).ShouldBe("old");
        JsonNode saved = JsonNode.Parse(await File.ReadAllTextAsync(_workspace.PathOf("new.json")))!;
        saved["model"]!.GetValue<string>().ShouldBe("scripted:answers.json");
        saved["messages"]!
            .ToJsonString()
            .ShouldBe("""[{"role":"user","content":"first"},{"role":"assistant","content":"one"}]""");
        saved["token_usage"]!["total"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("/hlep", "error: /hlep: unknown command; did you mean `/help`?")]
    [InlineData("/dance", "error: /dance: unknown command; /help lists them")]
    public async Task A_misspelt_command_asks_no_model(string typed, string error)
    {
        Script("\"one\"");

        ToolRun run = await TypeAsync(typed + "\n//really\n");

        run.Error.ShouldContain(error);
        run.Output.ShouldBe("one\n");
    }

    [Fact]
    public async Task A_session_in_a_file_is_gone_on_with_and_forgotten_only_after_a_yes()
    {
        Script("\"one\"");
        string[] session = ["--session", "chats.db#trip"];

        ToolRun first = await PipeAsync("first\n", session);
        ToolRun second = await TypeAsync("/history\n/clear\nn\n/history\n/clear\ny\n/history\n", session);
        ToolRun other = await PipeAsync("", "--session", "chats.db");

        first.Error.ShouldBe("New session `trip` of chats.db\n");
        second.Error.ShouldContain("Going on with session `trip` of chats.db: 2 messages\n");
        second.Error.Split("Assistant: one").Length.ShouldBe(3);
        second.Error.ShouldContain(
            "Forget session `trip` of chats.db, also in the file? [y/N] Nothing was forgotten\n"
        );
        second.Error.ShouldContain("You: Nothing was said yet\n");
        other.Error.ShouldBe("New session `default` of chats.db\n");
    }

    [Fact]
    public async Task Limits_count_for_the_whole_chat()
    {
        Script(
            """{"text": "one", "usage": {"input": 60, "output": 20}}""",
            """{"text": "two", "usage": {"input": 60, "output": 20}}""",
            "\"never\""
        );

        ToolRun run = await PipeAsync("first\nsecond\nthird\n", "--max-tokens", "150");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBe("one\ntwo\n");
        run.Error.ShouldBe(
            "error: max_tokens: the chat has used 160 tokens; allow more than 150 with `--max-tokens`\n"
        );
    }

    [Fact]
    public async Task A_secret_that_the_model_repeats_is_neither_shown_nor_saved()
    {
        Script("\"Your key is sk-very-secret-1\"");

        ToolRun run = await TypeAsync(
            session =>
                session with
                {
                    OutputIsTerminal = true,
                    Environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "sk-very-secret-1" },
                },
            "first\n/history\n/save talk.json\n"
        );

        run.Output.ShouldBe("Your key is [redacted]\n");
        run.Error.ShouldContain("Assistant: Your key is [redacted]");
        (await File.ReadAllTextAsync(_workspace.PathOf("talk.json"))).ShouldNotContain("sk-very-secret-1");
    }

    private void Script(params string[] replies) =>
        _workspace.Write("answers.json", $$"""{"replies": [{{string.Join(',', replies)}}]}""");

    private Task<ToolRun> PipeAsync(string input, params string[] options) =>
        RunAsync(session => session with { In = new StringReader(input) }, options);

    private Task<ToolRun> TypeAsync(string typed, params string[] options) =>
        TypeAsync(session => session, typed, options);

    private Task<ToolRun> TypeAsync(Func<ToolSession, ToolSession> change, string typed, params string[] options) =>
        RunAsync(
            session =>
                change(
                    session with
                    {
                        In = new StringReader(typed),
                        InputIsTerminal = true,
                        ErrorIsTerminal = true,
                        Environment = new Dictionary<string, string> { ["NO_COLOR"] = "1" },
                    }
                ),
            options
        );

    private Task<ToolRun> RunAsync(Func<ToolSession, ToolSession> change, string[] options) =>
        ToolRun.Of(
            session => change(session with { WorkingDirectory = _workspace.Root }),
            ["chat", "--model", "scripted:answers.json", .. options]
        );
}
