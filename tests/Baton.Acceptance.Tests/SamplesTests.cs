namespace Baton.Acceptance.Tests;

/// <summary>The samples do what their READMEs say.</summary>
public sealed class SamplesTests
{
    [Fact]
    [Trait("Needs", "python")]
    public async Task Quickstart_runs_as_the_README_prints_it()
    {
        using Copy samples = new("samples");

        ToolResult once = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "quickstart",
            "--yes"
        );
        ToolResult conversation = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "quickstart",
            "--yes",
            "--multi-turn",
            "--supervisor-provider",
            "mock"
        );

        once.ExitCode.ShouldBe(0, once.All);
        conversation.ExitCode.ShouldBe(0, conversation.All);
        Directory.GetDirectories(Path.Combine(samples.Root, "samples/quickstart/experiments")).Length.ShouldBe(2);
    }

    [Fact]
    [Trait("Needs", "node")]
    public async Task Node_agent_runs()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "node-agent",
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
    }

    [Fact]
    [Trait("Needs", "python, node")]
    public async Task Composite_takes_the_vote_of_those_that_answer()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "composite",
            "--yes"
        );

        result.ExitCode.ShouldBe(0, result.All);
        string experiment = Directory
            .GetDirectories(Path.Combine(samples.Root, "samples/composite/experiments"))
            .Single();
        TestProject
            .Lines(experiment, "traces.jsonl")
            .Select(trace => ((string?)trace["input"], (string?)trace["output"]))
            .ShouldBe(
                [
                    ("I love it, thank you!", "good"),
                    ("This is broken and I am angry.", "bad"),
                    ("When do you open?", "neutral"),
                    ("Great, it broke again!", "bad"),
                ],
                ignoreOrder: true
            );
        TestProject
            .Lines(experiment, "observations.jsonl")
            .Where(item => (string?)item["name"] == "marks" && (string?)item["error"] is not null)
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Dotnet_agent_is_built_and_runs()
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "run",
            "experiment",
            "--root",
            "samples",
            "--project",
            "dotnet-agent",
            "--yes",
            "--format",
            "json"
        );

        result.ExitCode.ShouldBe(0, result.All);
        // What the agent prints is kept with the runs and is not among the data.
        System.Text.Json.Nodes.JsonNode summary = System.Text.Json.Nodes.JsonNode.Parse(result.Output)!;
        ((int?)summary["successful"], (int?)summary["failed"]).ShouldBe((6, 2));
    }

    [Theory]
    [InlineData("quickstart")]
    [InlineData("node-agent")]
    [InlineData("composite")]
    [InlineData("dotnet-agent")]
    [Trait("Needs", "python, node")]
    public async Task The_agents_of_the_samples_pass_the_checks(string project)
    {
        using Copy samples = new("samples");

        ToolResult result = await BatonTool.RunAsync(
            samples.Root,
            "target",
            "check",
            "--root",
            "samples",
            "--project",
            project
        );

        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldContain("ok     stops_cleanly");
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task Http_sse_starts_its_server_runs_and_stops_it()
    {
        using Copy samples = new("samples");

        ToolResult result = await Shell.RunAsync(
            samples.Root,
            $"PATH=\"{Path.GetDirectoryName(BatonTool.Program)}:$PATH\" bash samples/http-sse/run.sh"
        );

        result.ExitCode.ShouldBe(0, result.All);
    }

    /// <summary>A copy of a folder of the checkout, so that a test leaves no results in it.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly TempWorkspace _workspace = new();

        public Copy(string folder)
        {
            string from = Path.Combine(BatonTool.Repository, folder);
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(BatonTool.Repository, file);
                if (!relative.Contains("/experiments/", StringComparison.Ordinal))
                {
                    string to = _workspace.PathOf(relative);
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    File.Copy(file, to);
                }
            }
        }

        public string Root => _workspace.Root;

        public void Dispose() => _workspace.Dispose();
    }
}
