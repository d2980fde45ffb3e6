namespace Baton.Acceptance.Tests;

/// <summary>The C# samples do what the guide says, and the guide shows their code.</summary>
public sealed class AgentSamplesTests
{
    private static readonly string Root = BatonTool.Repository;

    [Theory]
    [InlineData("basic")]
    [InlineData("config")]
    [InlineData("context")]
    [InlineData("result")]
    [InlineData("status")]
    [InlineData("stream")]
    [InlineData("events")]
    [InlineData("conversation")]
    [InlineData("parallel")]
    [InlineData("errors")]
    [InlineData("tools")]
    [InlineData("teams")]
    [InlineData("approvals")]
    [InlineData("typed")]
    [InlineData("guards")]
    public async Task A_sample_of_the_runtime_prints_what_it_promises(string sample)
    {
        ToolResult run = await SampleAsync($@"printf 'hi\nwhat?\nbye\n' | {{0}} {sample}");

        run.ExitCode.ShouldBe(0, run.Error);
        ApprovedText.ShouldBeApproved(run.Output, $"agents-{sample}.txt");
    }

    [Fact]
    public async Task A_paused_run_goes_on_in_another_process()
    {
        using TempWorkspace workspace = new();
        string file = workspace.PathOf("paused.json");

        (await SampleAsync($"{{0}} pause '{file}'")).ExitCode.ShouldBe(0);
        ToolResult resumed = await SampleAsync($"{{0}} resume '{file}'");

        resumed.Output.ShouldBe("old.txt is gone\nAll is tidy.\n", resumed.Error);
    }

    [Fact]
    public async Task A_run_that_was_paused_in_the_first_format_goes_on()
    {
        ToolResult resumed = await SampleAsync(
            $"{{0}} resume '{Path.Combine(Root, "tests/Baton.Acceptance.Tests/Recorded/paused-run-1.json")}'"
        );

        resumed.Output.ShouldBe("old.txt is gone\nAll is tidy.\n", resumed.Error);
    }

    private static Task<ToolResult> SampleAsync(string line)
    {
        string program = Path.Combine(
            Root,
            "artifacts/bin/Agents.Samples",
            new DirectoryInfo(AppContext.BaseDirectory).Name,
            "Agents.Samples.dll"
        );
        return Shell.RunAsync(Root, string.Format(line, $"dotnet '{program}'"));
    }

    [Fact]
    public void The_guide_to_agents_shows_the_code_of_the_samples() =>
        Snippets.ShouldBeIn("docs/guides/agents.md", "samples/agents");
}
