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
        string program = Path.Combine(
            Root,
            "artifacts/bin/Agents.Samples",
            new DirectoryInfo(AppContext.BaseDirectory).Name,
            "Agents.Samples.dll"
        );

        ToolResult run = await Shell.RunAsync(Root, $@"printf 'hi\nwhat?\nbye\n' | dotnet '{program}' {sample}");

        run.ExitCode.ShouldBe(0, run.Error);
        ApprovedText.ShouldBeApproved(run.Output, $"agents-{sample}.txt");
    }

    [Fact]
    public void The_guide_to_agents_shows_the_code_of_the_samples() =>
        Snippets.ShouldBeIn("docs/guides/agents.md", "samples/agents");
}
