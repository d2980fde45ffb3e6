using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Data sets whose fields have names of their own and whose lines are not all good.</summary>
[Trait("Needs", "python")]
public sealed class DataSetTests
{
    private const string Agent = "def run(input):\n    return input.upper()\n";

    [Fact]
    public async Task Fields_are_mapped_and_bad_lines_skipped_told_and_counted()
    {
        using TestProject project = Quiz("skip");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        result.Error.ShouldContain("warning: skipped data/quiz.jsonl:2:");
        result.Error.ShouldContain("warning: 2 entries were skipped in `data/quiz.jsonl`");
        result.All.ShouldContain("2 inputs with a mistake");
        JsonObject summary = project.Summary();
        summary["skipped_inputs"]!.GetValue<int>().ShouldBe(2);
        summary["total_traces"]!.GetValue<int>().ShouldBe(2);
        project.Traces().Select(trace => trace.Text("input_id")).ShouldBe(["q1", "q4"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_skipping_every_bad_line_is_told_and_nothing_runs()
    {
        using TestProject project = Quiz("fail");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("data/quiz.jsonl:2:");
        result.Error.ShouldContain("data/quiz.jsonl:3:1: the record has no `question` (`inputs.fields.input`)");
        project.Experiments.ShouldBeEmpty();
    }

    private static TestProject Quiz(string onBadLine) =>
        TestProject
            .Create(
                $$"""
                runner: {target: "agent:run"}
                inputs:
                  file: data/quiz.jsonl
                  fields: {input: question, id: qid}
                  on_bad_line: {{onBadLine}}
                """
            )
            .With("agent.py", Agent)
            .With(
                "data/quiz.jsonl",
                """
                {"qid": "q1", "question": "one", "topic": "numbers"}
                {"qid": "q2", "question":
                {"qid": "q3", "qestion": "three"}
                {"qid": "q4", "question": "four"}

                """
            );
}
