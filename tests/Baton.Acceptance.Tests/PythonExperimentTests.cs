using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

[Trait("Needs", "python")]
public sealed class PythonExperimentTests
{
    [Fact]
    public async Task Every_input_runs_for_every_persona_and_iteration()
    {
        using TestProject project = TestProject
            .Create(
                """
                name: matrix
                iterations: 2
                parallel_runs: 4
                personas:
                  - name: novice
                    description: New here.
                  - name: expert
                runner:
                  target: "agent:run"
                """
            )
            .With("agent.py", "def run(input, persona, iteration):\n    return f'{input} {persona} {iteration}'\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonObject summary = project.Summary();
        summary["total_traces"]!.GetValue<int>().ShouldBe(12);
        summary["successful"]!.GetValue<int>().ShouldBe(12);
        IReadOnlyList<JsonObject> traces = project.Traces();
        traces.Select(trace => trace.Text("run_key")).Distinct().Count().ShouldBe(12);
        traces.Select(trace => trace.Text("persona")).Distinct().ShouldBe(["novice", "expert"], ignoreOrder: true);
        Directory
            .EnumerateFiles(project.Experiment)
            .Select(Path.GetFileName)
            .ShouldBe(
                [
                    "config.yaml",
                    "journal.jsonl",
                    "observations.jsonl",
                    "summary.json",
                    "trace_summary.jsonl",
                    "traces.jsonl",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task A_run_that_fails_keeps_its_traceback_and_stops_no_other()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\"}\n")
            .With(
                "agent.py",
                "def run(input):\n    if '2' in input:\n        raise ValueError('no twos')\n    return 'fine'\n"
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        JsonObject failed = project.Traces().Single(trace => !trace["success"]!.GetValue<bool>());
        failed.ErrorKind().ShouldBe("exception");
        failed.ErrorMessage()!.ShouldContain("ValueError: no twos");
        failed["error"]!["details"]!.ToJsonString().ShouldContain("agent.py");
        project.Summary()["failed"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Spans_of_the_built_in_module_become_nested_observations()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\"}\n", inputs: 1)
            .With(
                "agent.py",
                """
                import fluxloop

                @fluxloop.tool()
                def look_up(term):
                    return {"term": term, "found": True}

                @fluxloop.agent()
                def run(input_text: str) -> str:
                    print("thinking about", input_text)
                    return f"found {look_up(input_text)['found']}"
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        IReadOnlyList<JsonObject> observations = TestProject.Lines(project.Experiment, "observations.jsonl");
        JsonObject tool = observations.Single(item =>
            item.Text("name") == "look_up" && item.Text("type") == "span_start"
        );
        JsonObject toolEnd = observations.Single(item =>
            item.Text("name") == "look_up" && item.Text("type") == "span_end"
        );
        JsonObject agent = observations.First(item => item.Text("name") == "run" && item.Text("type") == "span_start");
        tool.Text("kind").ShouldBe("tool");
        tool.Text("parent_span_id").ShouldBe(agent.Text("span_id"));
        tool["input"]!.ToJsonString().ShouldContain("question 1");
        toolEnd.Text("span_id").ShouldBe(tool.Text("span_id"));
        toolEnd["output"]!["found"]!.GetValue<bool>().ShouldBeTrue();
        JsonObject call = project.Traces().Single()["tool_calls"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        call.Text("name").ShouldBe("look_up");
        call["result"]!["found"]!.GetValue<bool>().ShouldBeTrue();
        observations.ShouldContain(item =>
            item.Text("kind") == "log"
            && item.ToJsonString().Contains("thinking about question 1", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_worker_killed_in_mid_run_fails_its_own_runs_and_is_replaced()
    {
        using TestProject project = TestProject
            .Create("parallel_runs: 1\nrunner: {target: \"agent:run\", workers: 1}\n", inputs: 5)
            .With(
                "agent.py",
                "import os, signal\n\ndef run(input):\n    if '3' in input:\n        os.kill(os.getpid(), signal.SIGKILL)\n    return 'fine'\n"
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        project
            .Traces()
            .Select(trace => (trace.Text("input"), trace.ErrorKind()))
            .ShouldBe([
                ("question 1", null),
                ("question 2", null),
                ("question 3", "process_exit"),
                ("question 4", null),
                ("question 5", null),
            ]);
    }

    [Fact]
    public async Task The_state_of_a_conversation_lives_from_turn_to_turn()
    {
        using TestProject project = TestProject
            .Create(
                """
                runner: {target: "agent:run"}
                multi_turn:
                  enabled: true
                  supervisor:
                    provider: mock
                    metadata:
                      scripted_questions: [second, third]
                """,
                inputs: 2
            )
            .With(
                "agent.py",
                """
                def run(input, conversation_state):
                    seen = conversation_state["context"].setdefault("seen", [])
                    seen.append(input)
                    return f"{len(seen)}: {input}"
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        foreach (JsonObject trace in project.Traces())
        {
            trace.Text("output").ShouldBe("3: third");
            trace.Text("termination_reason").ShouldBe("script_complete");
            trace.Text("conversation_state").ShouldBe("completed");
            trace["turn_count"]!.GetValue<int>().ShouldBe(3);
            trace["conversation_history"]!.AsArray().Count.ShouldBe(6);
        }
    }
}
