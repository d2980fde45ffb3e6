using System.Text.Json.Nodes;
using Baton.Cli.Interrupts;

namespace Baton.Cli.Tests.Export;

public sealed class ExportTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public ExportTests()
    {
        _workspace.Write("configs/simulation.yaml", "runner: {target: \"app.agent:run\"}\n");
        new WrittenExperiment()
            .Run("a")
            .Judged(true, ("tone", 1))
            .Run("b", success: false)
            .Run("c")
            .Write(_workspace, "experiments/exp_1", "shop");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_last_experiment_is_sent_and_the_counts_are_told()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");

        ToolRun run = await RunAsync("--to", server.Url);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ReplaceLineEndings("\n")
            .ShouldBe($"Experiment  exp_1\nRuns        3\nSpans       3\nSent to     {server.Url}/v1/traces\n");
        run.Error.ShouldContain("only summaries of the runs were kept");
        ReceivedRequest request = server.Requests.ShouldHaveSingleItem();
        request.Target.ShouldBe("/v1/traces");
        request.Headers["Content-Type"].ShouldBe("application/x-protobuf");
        request.Headers["Content-Encoding"].ShouldBe("gzip");
    }

    [Fact]
    public async Task Programs_get_the_counts_as_JSON()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync(
            """{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}"""
        );

        ToolRun run = await RunAsync("exp_1", "--to", server.Url, "--format", "json", "--encoding", "json");

        run.ExitCode.ShouldBe(1);
        JsonObject told = JsonNode.Parse(run.Output)!.AsObject();
        told["runs"]!.GetValue<int>().ShouldBe(3);
        told["spans"]!.GetValue<int>().ShouldBe(2);
        told["rejected_spans"]!.GetValue<int>().ShouldBe(1);
        told["messages"]![0]!.GetValue<string>().ShouldBe("too old");
        told["error"].ShouldBeNull();
        run.Error.ShouldContain("warning: too old");
        run.Error.ShouldContain("error: 1 span refused");
    }

    [Fact]
    public async Task The_configuration_the_environment_and_the_command_line_say_where_to_and_with_what()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("{}");
        _workspace.Write(
            "configs/simulation.yaml",
            $$"""
            runner: {target: "app.agent:run"}
            output: {otlp: {endpoint: "{{server.Url}}", headers: {X-Tenant: settings, X-Kept: settings}, encoding: json} }
            """
        );
        _workspace.Write(".env", "OTEL_EXPORTER_OTLP_HEADERS=x-key=env,x-tenant=env\n");

        ToolRun run = await RunAsync("--header", "X-Tenant: given", "--header", "X-More=a=b", "--limit", "1");

        run.ExitCode.ShouldBe(0, run.Error);
        ReceivedRequest request = server.Requests.ShouldHaveSingleItem();
        request.Headers["Content-Type"].ShouldBe("application/json");
        request.Headers["x-key"].ShouldBe("env");
        request.Headers["X-Kept"].ShouldBe("settings");
        request.Headers["x-tenant"].ShouldBe("given");
        request.Headers["X-More"].ShouldBe("a=b");
    }

    [Fact]
    public async Task A_folder_is_exported_where_there_is_no_project()
    {
        using TempWorkspace elsewhere = new();
        string file = elsewhere.PathOf("traces.jsonl");

        ToolRun run = await ToolRun.In(
            elsewhere.Root,
            "export",
            "experiment",
            _workspace.PathOf("experiments/exp_1"),
            "--output",
            "traces.jsonl",
            "--failed",
            "--no-content"
        );

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain($"Written to  {file}");
        string line = (
            await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)
        ).ShouldHaveSingleItem();
        line.ShouldContain("\"baton.input_id\"");
        line.ShouldContain("\"stringValue\":\"b\"");
        line.ShouldNotContain("question b");
        line.ShouldNotContain("no luck");
        JsonNode.Parse(line)!["resourceSpans"]![0]!["scopeSpans"]![0]!["spans"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_address_in_the_configuration_is_an_error_with_its_place()
    {
        _workspace.Write(
            "configs/simulation.yaml",
            "runner: {target: \"app.agent:run\"}\noutput:\n  otlp: {endpoint: \"localhost:4318\"}\n"
        );

        ToolRun run = await ToolRun.In(_workspace.Root, "config", "validate");

        run.ExitCode.ShouldBe(2);
        (run.Output + run.Error).ShouldContain("simulation.yaml:3:10");
        (run.Output + run.Error).ShouldContain("write one like `http://localhost:4318`");
    }

    [Theory]
    [InlineData("there is nowhere to export to")]
    [InlineData("does not go with `--output`", "--output", "x", "--to", "http://x")]
    [InlineData("a header is written `NAME=VALUE`", "--to", "http://x", "--header", "s3cret")]
    [InlineData("`soon` is no time", "--to", "http://x", "--timeout", "soon")]
    [InlineData("`0` is no number of runs", "--to", "http://x", "--limit", "0")]
    [InlineData("`ftp://x` is no address of HTTP", "--to", "ftp://x")]
    [InlineData("cannot write", "--output", "no/such/folder/x")]
    [InlineData("`exp_7` is no experiment", "exp_7", "--to", "http://x")]
    public async Task What_cannot_be_used_is_said(string problem, params string[] arguments)
    {
        ToolRun run = await RunAsync(arguments);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(problem);
        run.Error.ShouldNotContain("s3cret");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_refuses_the_key_is_a_failure_that_says_what_to_do()
    {
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync("""{"message":"who are you?"}""", 401);

        ToolRun run = await RunAsync("--to", server.Url, "--header", "Authorization=Bearer s3cret-key");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("answers with 401: who are you?; give its key with `--header`");
        run.Error.ShouldContain("Give the same command again");
        (run.Error + run.Output).ShouldNotContain("s3cret-key");
    }

    [Fact]
    public async Task Ctrl_C_ends_the_export()
    {
        using Interruption interruption = new();
        await using LoopbackServer server = await LoopbackServer.StartAsync(async context =>
        {
            interruption.Request();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        ToolRun run = await ToolRun.Of(
            session => session with { WorkingDirectory = _workspace.Root, Listen = () => interruption },
            "export",
            "experiment",
            "--to",
            server.Url
        );

        run.ExitCode.ShouldBe(130, run.Error);
        run.Error.ShouldContain("interrupted; what was sent stays sent");
        run.Output.ShouldContain("Runs        0");
    }

    private Task<ToolRun> RunAsync(params string[] arguments) =>
        ToolRun.In(_workspace.Root, ["export", "experiment", .. arguments]);
}
