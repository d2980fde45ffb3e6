namespace Baton.Cli.Tests.Chat;

public sealed class ModelOptionsTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Everything_wrong_is_told_at_once()
    {
        ToolRun run = await ChatAsync(
            "--temperature",
            "3",
            "--max-turns",
            "0",
            "--max-tokens",
            "many",
            "--max-cost",
            "-1",
            "--max-time",
            "soon",
            "--system",
            "@nothing.md",
            "--auto-approve-tools",
            "--manual-approve-tools"
        );

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe(
            """
            error: --manual-approve-tools: contradicts `--auto-approve-tools`
            error: --manual-approve-tools: there is no terminal to ask at; use `--auto-approve-tools`
            error: --model: is required; write `--model PROVIDER:MODEL`, for example `--model openai:gpt-4o-mini`
            error: --system: `nothing.md` cannot be read: there is no such file; to begin the instructions themselves with @, write @@
            error: --temperature: `3` is not a number from 0 to 2
            error: --max-turns: `0` is not a whole number, at least 1
            error: --max-tokens: `many` is not a whole number, at least 1
            error: --max-cost: `-1` is not a number of US dollars above 0
            error: --max-time: `soon` is not a duration above 0 like `90s` or `10m`

            """
        );
    }

    [Theory]
    [InlineData("", "`` is not FILE or FILE#ID")]
    [InlineData("#trip", "`#trip` is not FILE or FILE#ID")]
    [InlineData("chats.db#", "`chats.db#` is not FILE or FILE#ID")]
    [InlineData("no/where.db", "no folder `no`; make it first")]
    [InlineData(".", "`.` is a folder; name a file")]
    public async Task A_session_that_cannot_be_kept_is_told_before_anything_is_asked(string written, string error)
    {
        _workspace.Write("answers.json", """{"replies": ["never"]}""");

        ToolRun run = await ChatAsync("-m", "scripted:answers.json", "--session", written);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith($"error: --session: {error}");
    }

    [Fact]
    public async Task A_limit_of_cost_needs_a_known_price()
    {
        _workspace.Write("answers.json", """{"replies": ["never"]}""");

        ToolRun run = await ChatAsync("-m", "scripted:answers.json", "--max-cost", "1");

        run.ShouldBe(
            new ToolRun(2, "", "error: --max-cost: no price is known for `scripted:answers.json`; use `--max-tokens`\n")
        );
    }

    [Theory]
    [InlineData("app:run hi -m scripted:a.json", "error: app:run: names an agent, and so does `--model`")]
    [InlineData("hi -m scripted:a.json -c x.yaml", "error: --config: names an agent, and so does `--model`")]
    [InlineData("hi -m scripted:a.json --persona x", "error: --persona: is not known to a model")]
    [InlineData("hi --temperature 1", "error: --temperature: is for a model; name one with `--model`")]
    [InlineData("-m scripted:a.json", "error: INPUT: is missing")]
    public async Task A_single_call_has_one_agent(string line, string error)
    {
        ToolRun run = await ToolRun.In(_workspace.Root, ["run", "single", .. line.Split(' ')]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith(error);
    }

    [Fact]
    public async Task A_wrong_tool_is_told_with_what_may_be_written()
    {
        _workspace.Write("answers.json", """{"replies": ["never"]}""");

        ToolRun run = await ChatAsync("-m", "scripted:answers.json", "--tool", "npx server");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("error: `npx server` is no MCP server; write mcp:");
    }

    [Fact]
    public async Task A_misspelt_project_is_told()
    {
        ToolRun run = await ChatAsync("-m", "scripted:answers.json", "--project", "nowhere");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("error: --project: no folder `nowhere`");
    }

    private Task<ToolRun> ChatAsync(params string[] options) => ToolRun.In(_workspace.Root, ["chat", .. options]);
}
