using System.Text.Json.Nodes;

namespace Baton.Cli.Tests.Agents;

public sealed class TopologyTests
{
    [Fact]
    public async Task Topologies_are_kept_listed_shown_drawn_checked_and_forgotten()
    {
        using Transcript transcript = new();
        Teams.Write(transcript.Workspace);

        await transcript.RunAsync("agents", "topologies", "list");
        await transcript.RunAsync("agents", "topologies", "validate", "-f", "debate.yaml");
        await transcript.RunAsync("agents", "topologies", "create", "-f", "debate.yaml");
        await transcript.RunAsync("agents", "topologies", "create", "-f", "debate.yaml");
        await transcript.RunAsync("agents", "topologies", "create", "-f", "debate.yaml", "--replace");
        await transcript.RunAsync("agents", "topologies", "list");
        await transcript.RunAsync("agents", "topologies", "list", "--format", "json");
        await transcript.RunAsync("agents", "topologies", "show", "my_debate");
        await transcript.RunAsync("agents", "topologies", "graph", "my_debate");
        await transcript.RunAsync("agents", "topologies", "graph", "-f", "pipeline.yaml", "--format", "dot");
        await transcript.RunAsync("agents", "topologies", "validate", "my_debate", "--format", "json");
        await transcript.RunAsync("agents", "delete", "judge");
        await transcript.RunAsync("agents", "topologies", "validate", "my_debate");
        await transcript.RunAsync("agents", "topologies", "validate", "my_debate", "--format", "json");
        await transcript.RunAsync("agents", "topologies", "graph", "my_debate");
        await transcript.RunAsync("agents", "topologies", "delete", "my_debate");
        await transcript.RunAsync("agents", "topologies", "delete", "my_debate");

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-topologies.txt");
    }

    [Fact]
    public async Task A_topology_of_a_file_runs_without_being_kept()
    {
        using Transcript transcript = new();
        Teams.Write(transcript.Workspace);

        await transcript.RunAsync(
            "agents",
            "topologies",
            "run",
            "-f",
            "debate.yaml",
            "--input-json",
            """{"topic": "AI"}"""
        );
        await transcript.RunAsync([
            "agents",
            "topologies",
            "run",
            "my_debate",
            "-f",
            "debate.yaml",
            "--input-json",
            """{"topic": "AI"}""",
            "--correlation-id",
            "order-7",
            "--format",
            "json",
        ]);
        await transcript.RunAsync("agents", "executions", "list");
        await transcript.RunAsync("agents", "executions", "show", transcript.Id(1));

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-run.txt");
    }

    [Fact]
    public async Task The_stream_is_text_for_people_or_lines_of_JSON_for_programs()
    {
        using Transcript transcript = new();
        Teams.Write(transcript.Workspace);
        await transcript.RunAsync("agents", "import", "debate.yaml");

        await transcript.RunAsync(
            "agents",
            "topologies",
            "run",
            "my_debate",
            "--input-json",
            """{"topic": "AI"}""",
            "--stream"
        );
        await transcript.RunAsync([
            "agents",
            "topologies",
            "run",
            "my_debate",
            "--input-json",
            """{"topic": "AI"}""",
            "--stream",
            "--format",
            "json",
        ]);

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-stream.txt");
    }

    [Theory]
    [InlineData("@input.json", "")]
    [InlineData("-", """{"topic": "AI"}""")]
    public async Task The_input_comes_from_a_file_or_from_standard_input(string given, string typed)
    {
        using Transcript transcript = new() { Input = typed };
        Teams.Write(transcript.Workspace);
        transcript.Workspace.Write("input.json", """{"topic": "AI"}""");

        ToolRun run = await transcript.RunAsync(
            "agents",
            "topologies",
            "run",
            "-f",
            "debate.yaml",
            "--input-json",
            given
        );

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe("Both have a point.\n");
    }

    [Fact]
    public async Task What_failed_is_tried_again_when_the_execution_is_resumed()
    {
        using Transcript transcript = new();
        Teams.Write(transcript.Workspace);

        await transcript.RunAsync(
            "agents",
            "topologies",
            "run",
            "-f",
            "pipeline.yaml",
            "--input-json",
            """{"prompt": "Go"}"""
        );
        await transcript.RunAsync("agents", "executions", "show", transcript.Id(1));
        transcript.Workspace.Write("second.json", Teams.Reply("the work"));
        await transcript.RunAsync("agents", "executions", "resume", transcript.Id(1), "--runner", "async");
        await transcript.RunAsync("agents", "executions", "resume", transcript.Id(1));
        await transcript.RunAsync("agents", "executions", "show", transcript.Id(1), "--format", "json");
        await transcript.RunAsync("agents", "executions", "list", "--status", "failed");
        await transcript.RunAsync("agents", "executions", "list", "--format", "json");
        await transcript.RunAsync("agents", "executions", "cancel", transcript.Id(1));
        await transcript.RunAsync("agents", "executions", "approve", transcript.Id(1));
        await transcript.RunAsync("agents", "executions", "prune", "--older-than", "0s", "--dry-run");
        await transcript.RunAsync("agents", "executions", "prune", "--older-than", "1d");

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-executions.txt");
    }

    [Fact]
    public async Task What_is_wrong_with_a_run_is_said_at_once_and_nothing_is_written()
    {
        using Transcript transcript = new();
        transcript.Workspace.Write(
            "bad.yaml",
            """
            agents:
              a: {role: bos, config: {temperature: 3, modell: "openai:x"}}
            topology:
              name: Bad Name
              type: debate
              config: {max_rounds: -1}
              members: {proponent: a, opponnent: b}

            """
        );

        await transcript.RunAsync("agents", "topologies", "run");
        await transcript.RunAsync([
            "agents",
            "topologies",
            "run",
            "-f",
            "bad.yaml",
            "--input-json",
            "[1]",
            "--max-concurrent",
            "0",
            "--runner",
            "local",
            "--timeout",
            "soon",
        ]);
        await transcript.RunAsync("agents", "topologies", "run", "nobody", "--input-json", """{"a": 1}""");
        await transcript.RunAsync("agents", "topologies", "run", "nobody", "--input-json", "{", "--runner", "remote");
        await transcript.RunAsync("agents", "topologies", "run", "nobody", "--input-json", "@none.json");
        await transcript.RunAsync("agents", "topologies", "validate", "-f", "bad.yaml", "--format", "json");
        await transcript.RunAsync("agents", "topologies", "validate");
        await transcript.RunAsync("agents", "topologies", "create", "-f", "none.yaml");
        await transcript.RunAsync("agents", "executions", "list");
        await transcript.RunAsync("agents", "executions", "list", "--status", "done", "--limit", "0");
        await transcript.RunAsync("agents", "executions", "list", "--limit", "0");
        await transcript.RunAsync("agents", "executions", "show", "none");
        await transcript.RunAsync("agents", "executions", "resume", "none");
        await transcript.RunAsync("agents", "executions", "prune", "--older-than", "long");
        await transcript.RunAsync("agents", "executions", "prune");

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-run-wrong.txt");
        File.Exists(transcript.Workspace.PathOf("agent.db")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task An_execution_that_waits_for_a_person_is_paused_until_somebody_decides(string decision)
    {
        using Transcript transcript = new();
        Teams.Write(transcript.Workspace);
        transcript.Workspace.Write("second.json", Teams.Reply("the work"));
        transcript.Workspace.Write("careful.yaml", Teams.Careful);

        await transcript.RunAsync(
            "agents",
            "topologies",
            "run",
            "-f",
            "careful.yaml",
            "--input-json",
            """{"prompt": "Go"}"""
        );
        await transcript.RunAsync("agents", "executions", "list", "--status", "paused");
        await transcript.RunAsync("agents", "executions", "show", transcript.Id(1));
        await transcript.RunAsync("agents", "executions", "resume", transcript.Id(1), "--format", "json");
        await transcript.RunAsync("agents", "executions", decision, transcript.Id(1), "--step", "plann");
        await transcript.RunAsync("agents", "executions", decision, transcript.Id(1), "--comment", "I read it");
        await transcript.RunAsync("agents", "executions", decision, transcript.Id(1), "--step", "plan");
        await transcript.RunAsync("agents", "executions", "resume", transcript.Id(1));
        await transcript.RunAsync("agents", "executions", "show", transcript.Id(1));

        ApprovedText.ShouldBeApproved(transcript.Text, $"agents-{decision}.txt");
    }

    [Fact]
    public async Task The_output_of_an_agent_does_not_show_a_secret()
    {
        using TempWorkspace workspace = new();
        Teams.Write(workspace);
        workspace.Write("first.json", Teams.Reply("The key is hush-hush-hush."));
        workspace.Write("second.json", Teams.Reply("Again: hush-hush-hush."));
        string[] run = ["agents", "topologies", "run", "-f", "pipeline.yaml", "--input-json", """{"prompt": "Go"}"""];
        List<ToolRun> runs = [];

        foreach (
            string[] more in (string[][])
                [
                    [],
                    ["--format", "json"],
                    ["--stream"],
                    ["--stream", "--format", "json"],
                ]
        )
        {
            runs.Add(await RunAsync([.. run, .. more]));
        }

        string id = JsonNode.Parse(runs[1].Output)!["id"]!.GetValue<string>();
        runs.Add(await RunAsync("agents", "executions", "show", id));
        runs.Add(await RunAsync("agents", "executions", "show", id, "--format", "json"));
        runs.Add(await RunAsync("agents", "executions", "list"));

        runs[^2].Output.ShouldContain("Again: ");
        runs.ShouldAllBe(each => each.ExitCode == 0 && !(each.Output + each.Error).Contains("hush-hush"));

        Task<ToolRun> RunAsync(params string[] arguments) =>
            ToolRun.Of(
                session =>
                    session with
                    {
                        WorkingDirectory = workspace.Root,
                        Environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "hush-hush-hush" },
                    },
                arguments
            );
    }
}
