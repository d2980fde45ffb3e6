namespace Baton.Cli.Tests.Parsing;

public sealed class ParseErrorTests
{
    [Theory]
    [InlineData("rnu", "rnu: unknown command of `baton`; did you mean `run`?")]
    [InlineData("run experimnt", "experimnt: unknown command of `baton run`; did you mean `experiment`?")]
    [InlineData("run zzz", "zzz: unknown command of `baton run`; commands are `experiment`, `single`")]
    [InlineData("run", "baton run: a command is missing: `experiment`, `single`")]
    [InlineData(
        "run experiment --iteratoins 5",
        "--iteratoins: unknown option of `baton run experiment`; did you mean `--iterations`?"
    )]
    [InlineData("run experiment --zzzzzzzz=5", "--zzzzzzzz: unknown option of `baton run experiment`")]
    [InlineData("run experiment extra", "extra: `baton run experiment` takes no such argument")]
    [InlineData("run experiment --max-turns", "--max-turns: a value is missing; write `--max-turns N`")]
    [InlineData("run experiment -c a -c b", "-c: given 2 times; give it once")]
    [InlineData(
        "generate inputs --mode determinstic",
        "--mode: `determinstic` is not one of `llm`, `deterministic`; did you mean `deterministic`?"
    )]
    [InlineData("run experiment --format xml", "--format: `xml` is not one of `text`, `json`")]
    [InlineData(
        "run experiment --resume x --retry some",
        "--retry: `some` is not one of `simulator`, `errors`, `failed`"
    )]
    [InlineData("run single", "INPUT: is missing; write what is said to the agent, or - to read it")]
    [InlineData("init project", "--name: is required; write `--name NAME`")]
    [InlineData(
        "completion tcsh",
        "tcsh: unknown command of `baton completion`; commands are `bash`, `zsh`, `fish`, `pwsh`"
    )]
    public async Task A_wrong_command_line_is_answered_with_one_line_and_where_to_read_on(string line, string said)
    {
        ToolRun run = await ToolRun.Of(line.Split(' '));

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.Split('\n').ShouldBe([$"error: {said}", run.Error.Split('\n')[1], ""]);
        run.Error.Split('\n')[1].ShouldMatch("^See `baton.* --help`\\.$");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        ToolRun run = await ToolRun.Of("run", "experiment", "--paralel", "3", "--iteratons", "2", "--format", "xml");

        run.Error.ShouldContain("--parallel");
        run.Error.ShouldContain("--iterations");
        run.Error.ShouldContain("`xml`");
    }

    [Fact]
    public async Task An_input_that_begins_with_an_at_sign_is_no_response_file()
    {
        ToolRun run = await ToolRun.Of("run", "single", "no-callable", "@everybody hello");

        run.Error.ShouldBe(
            "error: TARGET: `no-callable` is no Python callable; write `module:function`, for example `app.agent:run`\n"
        );
    }

    [Theory]
    [InlineData("--limit 0", "--limit: `0` is no number of inputs; write a whole number from 1")]
    [InlineData("--limit many", "--limit: `many` is no number of inputs; write a whole number from 1")]
    [InlineData("--multi-turn --no-multi-turn", "--no-multi-turn: contradicts `--multi-turn`; give one of them")]
    [InlineData(
        "--auto-approve-tools --manual-approve-tools",
        "--manual-approve-tools: contradicts `--auto-approve-tools`; give one of them"
    )]
    [InlineData(
        "--manual-approve-tools",
        "--manual-approve-tools: there is no terminal to ask at; use `--auto-approve-tools`"
    )]
    [InlineData("--force", "--force: goes with `--resume DIR`")]
    [InlineData("--retry failed", "--retry: goes with `--resume DIR`")]
    [InlineData(
        "--report out.xml",
        "--report: `out.xml` names no report; write `junit:FILE`, for example `junit:report.xml`"
    )]
    [InlineData(
        "--report junit:",
        "--report: `junit:` names no report; write `junit:FILE`, for example `junit:report.xml`"
    )]
    public async Task Options_that_do_not_fit_are_refused(string options, string said)
    {
        ToolRun run = await ToolRun.Of(["run", "experiment", "--yes", .. options.Split(' ')]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain($"error: {said}\n");
    }
}
