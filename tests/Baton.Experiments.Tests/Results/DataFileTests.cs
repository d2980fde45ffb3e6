using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Running;
using Baton.Experiments.Tests.Running;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Results;

public sealed class DataFileTests : IDisposable
{
    private const string Secret = "sk-very-secret";
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task A_trace_has_the_fields_of_the_format_in_snake_case()
    {
        JsonElement trace = await OnlyLineAsync(ExperimentFiles.Traces, Rich);

        trace
            .EnumerateObject()
            .Select(property => property.Name)
            .ShouldBe([
                "trace_id",
                "run_key",
                "run_index",
                "input_id",
                "iteration",
                "persona",
                "input",
                "output",
                "duration_ms",
                "success",
                "outcome",
                "error",
                "started_at",
                "token_usage",
                "cost",
                "supervisor_token_usage",
                "supervisor_cost",
                "first_output_ms",
                "longest_gap_ms",
                "output_rate",
                "tool_calls",
                "metadata",
                "conversation_state",
                "termination_reason",
                "turn_count",
                "conversation_history",
            ]);
        trace.GetProperty("started_at").GetString().ShouldBe("2026-01-02T03:04:05Z");
        trace.GetProperty("error").GetProperty("details").GetProperty("status").GetInt32().ShouldBe(500);
        trace.GetProperty("tool_calls")[0].GetProperty("arguments").GetProperty("city").GetString().ShouldBe("Oslo");
        trace.GetProperty("conversation_history")[1].GetProperty("source").GetString().ShouldBe("agent");
    }

    [Fact]
    public async Task A_summary_line_begins_with_the_fields_every_reader_expects()
    {
        JsonElement summary = await OnlyLineAsync(ExperimentFiles.TraceSummary, Runs.Success);

        summary
            .EnumerateObject()
            .Select(property => property.Name)
            .Take(7)
            .ShouldBe(["trace_id", "iteration", "persona", "input", "output", "duration_ms", "success"]);
        summary.GetProperty("persona").ValueKind.ShouldBe(JsonValueKind.Null);
        summary.GetProperty("input_id").GetString().ShouldBe("i0");
        summary.GetProperty("run_key").GetString().ShouldBe("i0/-/0");
        summary.TryGetProperty("error", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Secrets_reach_no_file_however_deep_they_are()
    {
        SecretCollector secrets = new();
        secrets.Add(Secret);
        ExperimentDefinition definition = _rig.Define(
            new FakePlan(1),
            new FakeExecutor((run, _) => Task.FromResult(Rich(run)))
        ) with
        {
            Redactor = new SecretRedactor(secrets),
            Format = Baton.Experiments.Settings.OutputFormat.Csv,
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        foreach (string file in Directory.EnumerateFiles(result.Folder!))
        {
            File.ReadAllText(file).ShouldNotContain(Secret, customMessage: file);
        }

        ExperimentRig.Lines(result.Folder!, ExperimentFiles.Traces)[0].ShouldContain(SecretRedactor.Mask);
    }

    [Fact]
    public async Task Text_that_is_no_text_does_not_break_the_lines()
    {
        string odd = "\ud800 lone \u2028 \u0085 \n line \0 \"quoted\"";

        JsonElement trace = await OnlyLineAsync(
            ExperimentFiles.Traces,
            run => With(Runs.Success(run), trace => trace with { Output = odd, DurationMs = double.NaN })
        );

        string output = trace.GetProperty("output").GetString()!;
        output.ShouldContain("lone");
        output.ShouldEndWith("\"quoted\"");
        trace.TryGetProperty("duration_ms", out _).ShouldBeFalse();
        string folder = Directory.EnumerateDirectories(_rig.Output).Single();
        string raw = File.ReadAllText(Path.Combine(folder, ExperimentFiles.Traces));
        raw.Count(letter => letter is '\n' or '\u2028' or '\u0085').ShouldBe(1);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_becomes_a_failed_run()
    {
        JsonDocument gone = JsonDocument.Parse("{\"a\":1}");
        JsonElement element = gone.RootElement;
        gone.Dispose();
        FakeExecutor executor = new(
            (run, _) =>
                Task.FromResult(
                    run.Index == 2
                        ? With(
                            Runs.Success(run),
                            trace => trace with { ToolCalls = [new TraceToolCall("c", "t", element, null, null, 1)] }
                        )
                        : Runs.Success(run)
                )
        );

        ExperimentResult result = await _rig.RunAsync(new FakePlan(5), executor);

        result.Outcomes.Successful.ShouldBe(4);
        result.Outcomes.Failed.ShouldBe(1);
        string[] traces = ExperimentRig.Lines(result.Folder!, ExperimentFiles.Traces);
        traces.Length.ShouldBe(5);
        traces.ShouldAllBe(line => JsonDocument.Parse(line).RootElement.ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task Very_long_outputs_are_kept_whole()
    {
        string output = new('å', 6_000_000);

        JsonElement trace = await OnlyLineAsync(
            ExperimentFiles.TraceSummary,
            run => With(Runs.Success(run), trace => trace with { Output = output })
        );

        trace.GetProperty("output").GetString().ShouldBe(output);
    }

    [Fact]
    public async Task The_table_has_a_row_for_every_run()
    {
        ExperimentDefinition definition = _rig.Define(
            new FakePlan(3),
            new FakeExecutor(
                (run, _) =>
                    Task.FromResult(
                        With(Runs.Success(run), trace => trace with { Output = $"a, \"b\"\nand {run.Index}" })
                    )
            )
        ) with
        {
            Format = Baton.Experiments.Settings.OutputFormat.Csv,
            ParallelRuns = 1,
        };

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        string table = File.ReadAllText(Path.Combine(result.Folder!, ExperimentFiles.Csv));
        table.ShouldStartWith("trace_id,iteration,persona,input,output,duration_ms,success,input_id,run_key,outcome,");
        table.ShouldContain("trace_0,0,,question 0,\"a, \"\"b\"\"\nand 0\",10,True,i0,i0/-/0,success,");
    }

    public void Dispose() => _rig.Dispose();

    private static RunRecord With(RunRecord record, Func<RunTrace, RunTrace> change) =>
        record with
        {
            Trace = change(record.Trace),
        };

    private static RunRecord Rich(PlannedRun run)
    {
        TraceToolCall call = new(
            "c1",
            "weather",
            Json("{\"city\":\"Oslo\",\"key\":\"x sk-very-secret\"}"),
            null,
            Secret,
            1
        );
        RunTrace trace = Runs.Failure(run).Trace with
        {
            Persona = "novice",
            Input = $"my key is {Secret}",
            Output = $"your key is {Secret}",
            Error = new TraceError(
                "http_status",
                $"bad header {Secret}",
                new JsonObject { ["status"] = 500, ["headers"] = new JsonArray(new JsonObject { [Secret] = Secret }) }
            ),
            SupervisorTokenUsage = new TraceTokens(1, 2, 3),
            SupervisorCost = 0.5m,
            FirstOutputMs = 1.5,
            LongestGapMs = 2.5,
            OutputRate = 100,
            ToolCalls = [call],
            Metadata = new JsonObject { ["note"] = new JsonArray(Secret) },
            Conversation = new TraceConversation
            {
                State = "terminated",
                TerminationReason = "error",
                TurnCount = 2,
                History =
                [
                    new TraceMessage(1, "user", Secret, "input"),
                    new TraceMessage(1, "assistant", "hm", "agent") { ToolCalls = [call], DurationMs = 3 },
                ],
            },
        };
        Observation observation = new()
        {
            TraceId = trace.TraceId,
            Type = "event",
            Name = $"call {Secret}",
            Kind = "tool",
            Timestamp = Runs.Start,
            Input = Json("[{\"deep\":[\"sk-very-secret\"]}]"),
            Output = Json("\"sk-very-secret\""),
            Error = Secret,
            Attributes = Json("{\"sk-very-secret\":1}"),
        };
        return new RunRecord(trace, [observation]);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private async Task<JsonElement> OnlyLineAsync(string file, Func<PlannedRun, RunRecord> answer)
    {
        FakeExecutor executor = new((run, _) => Task.FromResult(answer(run)));
        ExperimentResult result = await _rig.RunAsync(new FakePlan(1), executor);
        return JsonDocument.Parse(ExperimentRig.Lines(result.Folder!, file).Single()).RootElement;
    }
}
