using System.Text.Json.Nodes;

namespace Baton.Cli.Tests.Status;

public sealed class StatusTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public StatusTests()
    {
        _workspace.Write(
            "experiments/old/summary.json",
            """{"experiment_name":"old","total_traces":4,"successful":3,"failed":1,"success_rate":0.75,"started_at":"2024-01-02T03:04:05Z","interrupted":false}"""
        );
        _workspace.Write(
            "experiments/new/summary.json",
            """{"experiment_name":"new","total_traces":2,"successful":1,"success_rate":0.5,"started_at":"2024-02-02T03:04:05Z","interrupted":true}"""
        );
        _workspace.Write(
            "experiments/new/trace_summary.jsonl",
            """
            {"trace_id":"t1","run_key":"a/-/0","input":"hello\nthere","output":"hi","duration_ms":12,"success":true}
            {"trace_id":"t2","run_key":"b/-/0","input":"bye","output":null,"duration_ms":2500,"success":false,"error":{"kind":"timeout","message":"no answer within 2.5 s"}}
            {"trace_id":"t3","ru
            """
        );
        _workspace.Write("experiments/notes.txt", "no experiment");
        _workspace.Write("experiments/other/readme.txt", "no experiment");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Experiments_are_listed_with_the_newest_first()
    {
        ToolRun run = await RunAsync("experiments");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(
            """
            EXPERIMENT  STARTED              RUNS  SUCCESS  STATE
            new         2024-02-02 03:04:05  2     50 %     interrupted
            old         2024-01-02 03:04:05  4     75 %     complete

            """
        );
    }

    [Fact]
    public async Task Experiments_can_be_read_by_programs()
    {
        ToolRun run = await RunAsync("experiments", "--format", "json", "--limit", "1");

        JsonArray listed = JsonNode.Parse(run.Output)!.AsArray();
        listed.Count.ShouldBe(1);
        listed[0]!["name"]!.GetValue<string>().ShouldBe("new");
        listed[0]!["state"]!.GetValue<string>().ShouldBe("interrupted");
        listed[0]!["total_traces"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task An_experiment_that_was_killed_is_listed_as_unfinished()
    {
        _workspace.Write("experiments/killed/journal.jsonl", "{}\n");

        ToolRun run = await RunAsync("experiments");

        run.Output.ShouldMatch(@"(?m)^killed .*-\s+-\s+unfinished$");
    }

    [Fact]
    public async Task Traces_of_the_last_experiment_are_shown_in_one_line_each()
    {
        ToolRun run = await RunAsync("traces");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(
            """
            RUN    RESULT   TIME    INPUT        OUTPUT OR ERROR
            a/-/0  ok       12 ms   hello there  hi
            b/-/0  timeout  2.50 s  bye          no answer within 2.5 s

            """
        );
        run.Error.ShouldContain("(interrupted)");
    }

    [Fact]
    public async Task Failed_traces_can_be_picked_out_as_they_were_written()
    {
        ToolRun run = await RunAsync("traces", "new", "--failed", "--format", "json");

        JsonNode.Parse(run.Output)!["trace_id"]!.GetValue<string>().ShouldBe("t2");
    }

    [Fact]
    public async Task A_limit_says_how_much_is_left_out()
    {
        ToolRun run = await RunAsync("traces", "--limit", "1");

        run.Error.ShouldContain("… and 1 more; show them with --limit");
    }

    [Fact]
    public async Task A_misspelt_experiment_is_an_error_with_a_suggestion()
    {
        ToolRun run = await RunAsync("traces", "nwe");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("error: EXPERIMENT: `nwe` is no experiment");
        run.Error.ShouldContain("did you mean `new`?");
    }

    [Fact]
    public async Task An_empty_folder_is_no_failure()
    {
        ToolRun run = await ToolRun.In(_workspace.Root, "status", "experiments", "--output-dir", "elsewhere");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("No experiments in");
    }

    private Task<ToolRun> RunAsync(params string[] arguments) =>
        ToolRun.In(_workspace.Root, ["status", .. arguments, "--output-dir", "experiments"]);
}
