using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

[Trait("Needs", "python")]
public sealed class ReplayTests
{
    private const string Conversations = """
        personas: [{name: novice}, {name: expert}]
        runner: {target: "agent:run"}
        multi_turn:
          enabled: true
          max_turns: 3
          supervisor:
            provider: mock
            metadata: {scripted_questions: ["and then?", "and after that?"], mock_closing: "Thanks."}

        """;

    private const string Agent = """
        import fluxloop

        @fluxloop.tool
        def look_up(question):
            with open("calls.txt", "a") as calls:
                calls.write(question + "\n")
            return {"found": "CITY"}

        def run(input):
            if input == "question 2":
                return "It is " + look_up(question=input)["found"]
            return "You said: " + input

        """;

    [Fact]
    public async Task Todays_agent_hears_the_same_and_the_first_difference_of_each_conversation_is_told()
    {
        using TestProject project = TestProject.Create(Conversations).With("agent.py", Agent);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        string recording = project.Experiment;
        string[] calls = File.ReadAllLines(Path.Combine(project.Root, "calls.txt"));
        project
            .With(
                "agent.py",
                Agent
                    .Replace("CITY", "Berlin")
                    .Replace("You said: \" + input", "Said: \" + input if 'then' in input else \"You said: \" + input")
            )
            .With("configs/simulation.yaml", Conversations.Replace("and after that?", "something else"));

        ToolResult replay = await project.RunExperimentAsync("--replay", recording, "--name", "replay");

        replay.ExitCode.ShouldBe(0, replay.All);
        replay.Output.ShouldContain("6 of 6 runs diverged (6 answer; 6 at turn 2)");
        File.ReadAllLines(Path.Combine(project.Root, "calls.txt")).ShouldBe(calls, "the recorded results are played");
        string folder = project.Experiments.Single(experiment => experiment.Contains("replay_"));
        JsonObject report = JsonNode
            .Parse(await File.ReadAllTextAsync(Path.Combine(folder, "replay.json")))!
            .AsObject();
        report["diverged"]!.GetValue<int>().ShouldBe(6);
        JsonNode first = report["divergences"]![0]!;
        first["turn"]!.GetValue<int>().ShouldBe(2);
        first["user"]!.GetValue<string>().ShouldBe("and then?");
        first["recorded"]!.GetValue<string>().ShouldBe("You said: and then?");
        first["now"]!.GetValue<string>().ShouldBe("Said: and then?");
        (await File.ReadAllTextAsync(Path.Combine(folder, "replay.md"))).ShouldContain("| diverged | 6 |");
        IReadOnlyList<JsonObject> traces = TestProject.Lines(folder, "traces.jsonl");
        traces.ShouldAllBe(trace => Said(trace) == "question|and then?|and after that?");
        traces.ShouldAllBe(trace => !trace.ToJsonString().Contains("replay_tool_results"));
    }

    [Fact]
    public async Task With_live_tools_a_changed_result_is_seen()
    {
        using TestProject project = TestProject.Create("runner: {target: \"agent:run\"}\n").With("agent.py", Agent);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        string recording = project.Experiment;
        project.With("agent.py", Agent.Replace("CITY", "Berlin"));

        ToolResult played = await project.RunExperimentAsync("--replay", recording, "--name", "played");
        ToolResult live = await project.RunExperimentAsync("--replay", recording, "--replay-results", "live");
        ToolResult similar = await project.RunExperimentAsync(
            "--replay",
            recording,
            "--replay-results",
            "live",
            "--replay-answers",
            "similar",
            "--replay-similarity",
            "0.4"
        );

        played.Output.ShouldContain("all 3 runs went the same way");
        live.Output.ShouldContain("1 of 3 runs diverged (1 answer; 1 at turn 1)");
        live.Output.ShouldContain("now   It is Berlin");
        similar.Output.ShouldContain("all 3 runs went the same way");
    }

    [Fact]
    public async Task Inputs_that_changed_since_are_left_out_and_named()
    {
        using TestProject project = TestProject.Create("runner: {target: \"agent:run\"}\n").With("agent.py", Agent);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        string recording = project.Experiment;
        project.With(
            "inputs/generated.yaml",
            "generated_inputs:\n  - input: quite new\n  - input: question 1\n  - {id: input_0003, input: other words}\n"
        );

        ToolResult replay = await project.RunExperimentAsync("--replay", recording, "--name", "replay");

        replay.ExitCode.ShouldBe(0, replay.All);
        replay.Output.ShouldContain("all 1 runs went the same way");
        replay.Error.ShouldContain(
            "2 runs are left out, since the first message changed: `input_0001/-/0`, `input_0003/-/0`"
        );
    }

    [Fact]
    public async Task An_interrupted_replay_goes_on_and_reports_all_of_it()
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\"}\nbudget: {failures: 1}\n", inputs: 6)
            .With("agent.py", Agent);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        string recording = project.Experiment;
        project.With(
            "agent.py",
            "def run(input):\n    if input == 'question 3':\n        raise ValueError('not today')\n    return 'You said: ' + input\n"
        );
        ToolResult stopped = await project.RunExperimentAsync("--replay", recording, "--name", "replay");
        string folder = project.Experiments.Single(experiment => experiment.Contains("replay_"));

        ToolResult refused = await project.RunExperimentAsync("--name", "replay", "--resume", folder);
        ToolResult resumed = await project.RunExperimentAsync(
            "--replay",
            recording,
            "--name",
            "replay",
            "--resume",
            folder
        );

        stopped.ExitCode.ShouldBe(1, stopped.All);
        stopped.Error.ShouldContain($"--replay {recording} --experiment-name replay --resume");
        refused.ExitCode.ShouldBe(2, refused.All);
        refused.Error.ShouldContain("the supervisor's model");
        resumed.ExitCode.ShouldBe(0, resumed.All);
        JsonObject report = JsonNode
            .Parse(await File.ReadAllTextAsync(Path.Combine(folder, "replay.json")))!
            .AsObject();
        report["runs"]!.GetValue<int>().ShouldBe(6);
        report["first_differs_in"]!["error"]!.GetValue<int>().ShouldBe(1);
        report["first_differs_in"]!["tool_call"]!.GetValue<int>().ShouldBe(1, "question 2 looks nothing up any more");
    }

    [Theory]
    [InlineData("nowhere", "is no folder; name the folder of an experiment")]
    [InlineData("configs", "is no experiment: it has no `traces.jsonl`")]
    [InlineData("summaries", "it ran with `save_traces: false`")]
    [InlineData("torn", "has no finished runs to replay")]
    [InlineData("foreign", "none of today's runs is in")]
    [InlineData("foreign --max-turns 3", "error: --max-turns: does nothing with `--replay`")]
    [InlineData("foreign --replay-similarity 0.5", "error: --replay-similarity: goes with `--replay-answers similar`")]
    [InlineData("foreign --replay-answers similar --replay-similarity 2", "`2` is no similarity")]
    public async Task What_cannot_be_replayed_is_said_before_anything_runs(string replay, string error)
    {
        using TestProject project = TestProject
            .Create("runner: {target: \"agent:run\"}\n")
            .With("agent.py", Agent)
            .With("summaries/trace_summary.jsonl", "")
            .With("torn/traces.jsonl", "{\"run_key\":\"input_0001/-/0\"")
            .With("foreign/traces.jsonl", "{\"run_key\":\"x/-/0\",\"input\":\"far away\",\"outcome\":\"success\"}\n");

        ToolResult result = await project.RunExperimentAsync(["--replay", .. replay.Split(' ')]);

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain(error);
        project.Experiments.ShouldBeEmpty();
    }

    private static string Said(JsonObject trace) =>
        string.Join(
            '|',
            trace["conversation_history"]!
                .AsArray()
                .Where(message => message!["role"]!.GetValue<string>() == "user")
                .Select(message => message!["content"]!.GetValue<string>())
                .Select(text => text.StartsWith("question", StringComparison.Ordinal) ? "question" : text)
        );
}
