namespace Baton.Acceptance.Tests;

public sealed class InitProjectTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    [Trait("Needs", "node")]
    public async Task A_new_project_runs_as_it_is(string template)
    {
        using TempWorkspace workspace = new();

        ToolResult made = await BatonTool.RunAsync(
            workspace.Root,
            "init",
            "project",
            "--name",
            "mine",
            "--template",
            template
        );
        ToolResult run = await BatonTool.RunAsync(
            workspace.Root,
            "run",
            "experiment",
            "--project",
            "mine",
            "--yes",
            "--evaluate"
        );
        ToolResult again = await BatonTool.RunAsync(
            workspace.Root,
            "init",
            "project",
            "--name",
            "mine",
            "--template",
            template
        );

        made.ExitCode.ShouldBe(0, made.All);
        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldContain("Pass rate   100 %");
        again.ExitCode.ShouldBe(2, again.All);
    }
}
