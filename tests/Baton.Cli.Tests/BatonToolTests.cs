namespace Baton.Cli.Tests;

public sealed class BatonToolTests
{
    [Fact]
    public async Task A_fault_of_the_tool_itself_is_one_line_and_exit_code_3()
    {
        ToolRun run = await ToolRun.Of(session => session with { Out = new BrokenWriter() }, "completion", "bash");

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldBe(
            "error: Baton failed: the writer is broken (InvalidOperationException)\nRun again with --debug for the details.\n"
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Debugging_shows_the_details(bool byOption)
    {
        ToolRun run = await ToolRun.Of(
            session =>
                session with
                {
                    Out = new BrokenWriter(),
                    Environment = byOption
                        ? session.Environment
                        : new Dictionary<string, string> { ["BATON_DEBUG"] = "1" },
                },
            byOption ? ["completion", "bash", "--debug"] : ["completion", "bash"]
        );

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("   at ");
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) =>
            throw new InvalidOperationException("the writer is broken\nsecond line");
    }
}
