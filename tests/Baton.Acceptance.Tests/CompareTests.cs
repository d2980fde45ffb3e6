using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

[Trait("Needs", "python")]
public sealed class CompareTests
{
    [Fact]
    public async Task An_agent_that_got_worse_fails_the_comparison()
    {
        using TestProject project = TestProject
            .Create("iterations: 2\nparallel_runs: 4\nrunner: {target: \"agent:run\"}\n", inputs: 12)
            .With("agent.py", "def run(input):\n    return 'fine: ' + input\n");
        (await project.RunExperimentAsync("--name", "baseline")).ExitCode.ShouldBe(0);
        project.With(
            "agent.py",
            "def run(input):\n    if input.endswith(('1', '2', '3', '4')):\n        raise ValueError('no')\n    return input\n"
        );
        (await project.RunExperimentAsync("--name", "candidate")).ExitCode.ShouldBe(0);

        ToolResult gate = await CompareAsync(project, "baseline", "candidate", "--fail-on-regression");
        ToolResult json = await CompareAsync(project, "baseline", "candidate", "--format", "json");
        ToolResult back = await CompareAsync(project, "candidate", "baseline", "--fail-on-regression");

        gate.ExitCode.ShouldBe(1, gate.All);
        gate.Output.ShouldContain("12 runs passed in A and fail in B");
        gate.Output.ShouldContain("ValueError: no");
        gate.Error.ShouldContain("error: B is worse than A: pass rate -50");
        JsonNode found = JsonNode.Parse(json.Output)!;
        found["common"]!["inputs"]!.GetValue<int>().ShouldBe(12);
        JsonNode rate = found["metrics"]![0]!;
        rate["test"]!.GetValue<string>().ShouldBe("permutation, exact");
        rate["p_value"]!.GetValue<double>().ShouldBe(2.0 / 64, 1e-9, "6 inputs moved the same way");
        found["pass_at_k"]!.AsArray().Select(step => step!["name"]!.GetValue<string>()).ShouldBe(["pass@2", "pass^2"]);
        back.ExitCode.ShouldBe(0, back.All);
    }

    private static Task<ToolResult> CompareAsync(TestProject project, params string[] arguments) =>
        BatonTool.RunAsync(project.Root, ["compare", .. arguments]);
}
