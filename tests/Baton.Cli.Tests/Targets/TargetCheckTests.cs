using Baton.Cli.Targets;
using Baton.Targets.Checks;

namespace Baton.Cli.Tests.Targets;

public sealed class TargetCheckTests
{
    [Fact]
    public void The_command_line_knows_every_check() =>
        CheckNames.All.ShouldBe(TargetChecks.All.Select(check => check.Name));

    [Fact]
    public async Task An_unknown_check_is_refused_with_the_known_ones()
    {
        ToolRun run = await ToolRun.Of("target", "check", "--only", "starts,sings");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("`sings` is not one of `starts`, `answers`");
    }

    [Fact]
    public async Task What_does_not_start_is_told_once_and_nothing_else_is_tried()
    {
        using TempWorkspace workspace = new();
        workspace.Write("configs/simulation.yaml", "runner:\n  process:\n    command: [no-such-agent]\n");

        ToolRun run = await ToolRun.In(workspace.Root, "target", "check");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("the project has no inputs; `Hello` is said");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(8);
        lines[0].ShouldStartWith("fail   starts");
        lines[0].ShouldContain("no-such-agent");
        lines[1..].ShouldAllBe(line => line.StartsWith('-') && line.EndsWith("the target does not start"));
    }
}
