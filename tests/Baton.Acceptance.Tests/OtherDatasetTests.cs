using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Files of other tools as inputs of the built tool.</summary>
[Trait("Needs", "python")]
public sealed class OtherDatasetTests
{
    private const string Tests = """
        - vars: {question: Where is my order?}
          assert:
            - {type: icontains, value: where is}
            - {type: llm-rubric, value: is kind}
        - vars: {question: Who are you?}
          assert: [{type: starts-with, value: I am}]
        """;

    [Fact]
    public async Task A_promptfoo_file_is_run_and_its_assertions_decide()
    {
        using TestProject project = Project();

        ToolResult result = await project.RunExperimentAsync("--inputs", "promptfoo.yaml");

        result.ExitCode.ShouldBe(0, result.All);
        result.Error.ShouldContain("warning: promptfoo.yaml:4:7: `llm-rubric` is not checked");
        result.All.ShouldContain("Loaded 2 inputs (promptfoo)");
        IReadOnlyList<JsonObject> traces = project.Traces();
        traces.Select(trace => (bool?)trace["success"]).ShouldBe([true, false]);
        traces[0].Text("output").ShouldBe("Where is my order?");
        traces[0]["metadata"]!["notes"]!["assert"]!.AsArray().Count.ShouldBe(1);
        traces[1]["error"]!["message"]!.GetValue<string>().ShouldBe("turn 1: the answer does not match `\\AI am`");
    }

    [Fact]
    public async Task The_plan_and_the_check_name_the_format()
    {
        using TestProject project = Project();

        ToolResult plan = await BatonTool.RunAsync(
            project.Root,
            "run",
            "experiment",
            "--inputs",
            "promptfoo.yaml",
            "--dry-run",
            "--format",
            "json"
        );
        ToolResult check = await BatonTool.RunAsync(project.Root, "config", "validate", "--inputs", "promptfoo.yaml");
        ToolResult named = await BatonTool.RunAsync(
            project.Root,
            "config",
            "validate",
            "--inputs",
            "promptfoo.yaml",
            "--inputs-format",
            "inspect"
        );

        JsonObject read = JsonNode.Parse(plan.Output)!.AsObject();
        ((int?)read["inputs"]).ShouldBe(2);
        ((string?)read["inputs_format"]).ShouldBe("promptfoo");
        check.ExitCode.ShouldBe(0, check.All);
        check.Output.ShouldContain("ok: 2 inputs (promptfoo), 2 runs");
        named.ExitCode.ShouldBe(2, named.All);
        named.Error.ShouldContain(
            "promptfoo.yaml:1:3: [0]: a sample of Inspect has no `input`; its keys are `vars`, `assert`"
        );
        named.Error.ShouldContain("promptfoo.yaml:5:3: [1]: a sample of Inspect has no `input`");
    }

    [Fact]
    public async Task Inputs_are_generated_from_the_samples_of_another_tool()
    {
        using TestProject project = Project()
            .With(
                "evals.jsonl",
                """{"input": [{"role": "user", "content": "Where is my order?"}], "ideal": "on its way"}"""
            );

        ToolResult result = await BatonTool.RunAsync(
            project.Root,
            "generate",
            "inputs",
            "--inputs",
            "evals.jsonl",
            "--mode",
            "deterministic",
            "--strategies",
            "typo",
            "--output",
            "-",
            "--format",
            "json"
        );

        result.ExitCode.ShouldBe(0, result.All);
        JsonArray made = JsonNode.Parse(result.Output)!["generated_inputs"]!.AsArray();
        made.Count.ShouldBeGreaterThan(0);
        made.ShouldAllBe(input => (string?)input!["expected"] == "on its way");
    }

    private static TestProject Project() =>
        TestProject
            .Create("runner: {target: \"agent:run\"}\n")
            .With("agent.py", "def run(input):\n    return input\n")
            .With("promptfoo.yaml", Tests);
}
