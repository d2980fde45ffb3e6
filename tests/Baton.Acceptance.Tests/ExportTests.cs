using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>Runs of an agent in Python, seen as a tracing tool gets them.</summary>
[Trait("Needs", "python")]
public sealed class ExportTests
{
    private const string Agent = """
        def run(input):
            if '3' in input:
                raise ValueError('no threes')
            return f'The answer to {input} is 42'
        """;

    [Fact]
    public async Task An_experiment_is_exported_at_its_end_with_its_scores_and_again_under_the_same_identifiers()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");
        using TestProject project = Project(server.Url);

        ToolResult result = await project.RunExperimentAsync("--evaluate", "--format", "json");
        ToolResult again = await ExportAsync(project);

        result.ExitCode.ShouldBe(0, result.All);
        JsonNode.Parse(result.Output)!["evaluation"].ShouldNotBeNull();
        result.Error.ShouldContain($"Exported 3 runs (3 spans) to {server.Url}/v1/traces");
        again.ExitCode.ShouldBe(0, again.All);
        server.Requests.Count.ShouldBe(2);
        server.Requests[1].Body.ShouldBe(server.Requests[0].Body);
        server.Requests[0].Headers["x-key"].ShouldBe("s3cret-key");
        project.Everything().ShouldNotContain("s3cret-key");
        JsonArray spans = Spans(server.Requests[0]);
        IReadOnlyList<JsonObject> traces = project.Traces();
        foreach ((JsonNode? span, JsonObject trace) in spans.Zip(traces))
        {
            span!["name"]!.GetValue<string>().ShouldBe("invoke_agent agent:run");
            span["traceId"]!.GetValue<string>().ShouldBe(trace.Text("otel_trace_id"));
            Attribute(span, "baton.run_key").ShouldBe(trace.Text("run_key"));
            span["events"]![0]!["name"]!.GetValue<string>().ShouldBe("gen_ai.evaluation.result");
            bool isFailure = trace.Text("input")!.Contains('3', StringComparison.Ordinal);
            span["status"]!["code"]!.GetValue<int>().ShouldBe(isFailure ? 2 : 1);
            Attribute(span["events"]![0]!, "gen_ai.evaluation.score.label").ShouldBe(isFailure ? "fail" : "pass");
        }
    }

    [Fact]
    public async Task A_folder_named_with_a_slash_behind_it_is_told_by_its_name()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");
        using TestProject project = Project(server.Url);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);

        ToolResult result = await ExportAsync(project, project.Experiment + "/", "--output", "traces.otlp.jsonl");

        result.ExitCode.ShouldBe(0, result.All);
        result.Output.ShouldContain(Path.GetFileName(project.Experiment));
    }

    [Fact]
    public async Task An_export_that_fails_costs_the_experiment_nothing_and_the_command_that_repeats_it_is_told()
    {
        bool isOpen = false;
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = isOpen ? 200 : 401;
            return Task.CompletedTask;
        });
        using TestProject project = Project(endpoint: null);

        ToolResult result = await project.RunExperimentAsync("--otlp", server.Url);
        string command = result
            .Error.Split('\n')
            .Single(line => line.StartsWith("Export them again with: ", StringComparison.Ordinal));
        isOpen = true;
        string[] words = command["Export them again with: baton ".Length..].Trim().Split(' ');
        ToolResult again = await BatonTool.RunAsync(project.Root, words);

        result.ExitCode.ShouldBe(0, result.All);
        result.Error.ShouldContain("warning: the runs were not all exported:");
        project.Traces().Count.ShouldBe(3);
        again.ExitCode.ShouldBe(0, again.All);
        again.Output.ShouldContain("Runs        3");
    }

    [Fact]
    public async Task An_experiment_that_knows_not_where_to_export_to_does_not_begin()
    {
        using TestProject project = Project(endpoint: null)
            .With("configs/simulation.yaml", "runner: {target: \"agent:run\"}\noutput: {otlp: {content: false}}\n");

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(2, result.All);
        result.Error.ShouldContain("there is nowhere to export to");
        project.Experiments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ctrl_C_ends_an_export_that_waits_for_a_server()
    {
        using TestProject project = Project(endpoint: null);
        (await project.RunExperimentAsync()).ExitCode.ShouldBe(0);
        await using RunningTool tool = BatonTool.Start(
            project.Root,
            new Dictionary<string, string>(),
            "export",
            "experiment",
            "--to",
            RawServer.RefusingUrl()
        );
        await Eventually.Holds(() => tool.ErrorSoFar.Contains("trying again in"), "it waits");

        tool.Signal("INT");
        ToolResult result = await tool.WaitAsync(TimeSpan.FromMinutes(1));

        result.ExitCode.ShouldBe(130, result.All);
        result.Error.ShouldContain("interrupted; what was sent stays sent");
    }

    private static Task<ToolResult> ExportAsync(TestProject project, params string[] arguments) =>
        BatonTool.RunAsync(project.Root, ["export", "experiment", .. arguments]);

    private static JsonArray Spans(ReceivedRequest request) =>
        JsonNode.Parse(request.Body)!["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray();

    private static string? Attribute(JsonNode owner, string name) =>
        owner["attributes"]!.AsArray().Single(pair => pair!["key"]!.GetValue<string>() == name)!["value"]![
            "stringValue"
        ]!.GetValue<string>();

    private static TestProject Project(string? endpoint) =>
        TestProject
            .Create(
                endpoint is null
                    ? "runner: {target: \"agent:run\"}\n"
                    : $$"""
                    runner: {target: "agent:run"}
                    output:
                      otlp:
                        endpoint: {{endpoint}}
                        encoding: json
                        headers: {x-key: "${EXPORT_KEY}"}
                    """
            )
            .With("agent.py", Agent)
            .With(".env", "EXPORT_KEY=s3cret-key\nOTEL_EXPORTER_OTLP_COMPRESSION=none\n")
            .With("configs/evaluation.yaml", "evaluators: [{name: basics, type: rule_based, rules: [success]}]\n");
}
