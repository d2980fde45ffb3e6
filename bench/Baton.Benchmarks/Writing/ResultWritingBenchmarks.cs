using System.Text.Json;
using Baton.Benchmarks.Relay;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Traces;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Writing;

/// <summary>1,000 finished runs on their way to disk: one line each by hand, and Baton's four files.</summary>
[Config(typeof(ShortRuns))]
public class ResultWritingBenchmarks
{
    private const int Runs = 1000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-bench-");
    private FinishedRun[] _finished = [];

    [GlobalSetup]
    public async Task Finish()
    {
        RunExecutor executor = new(new TalkativeAgent(3), null, new RunExecutorOptions(), TimeProvider.System);
        PlanTally plan = new(iterations: 1);
        _finished = new FinishedRun[Runs];
        for (int index = 0; index < Runs; index++)
        {
            ExperimentInput input = new() { Id = $"input-{index}", Text = "how are you?" };
            PlannedRun run = new(index, $"input-{index}/none/0", input, Persona: null, Iteration: 0);
            RunRecord record = await executor.ExecuteAsync(run, CancellationToken.None);
            _finished[index] = new FinishedRun(run, record, plan.Enter(run));
        }
    }

    [GlobalCleanup]
    public void Remove() => _folder.Delete(recursive: true);

    [Benchmark(Baseline = true, Description = "Utf8JsonWriter, a line a run", OperationsPerInvoke = Runs)]
    public long WrittenByHand()
    {
        using FileStream file = new(Path.Combine(_folder.FullName, "floor.jsonl"), FileMode.Create);
        using Utf8JsonWriter writer = new(file, new JsonWriterOptions { SkipValidation = true });
        foreach (FinishedRun run in _finished)
        {
            RunTrace trace = run.Record.Trace;
            writer.WriteStartObject();
            writer.WriteString("trace_id"u8, trace.TraceId);
            writer.WriteString("run_key"u8, trace.RunKey);
            writer.WriteString("input"u8, trace.Input);
            writer.WriteString("output"u8, trace.Output);
            writer.WriteNumber("duration_ms"u8, trace.DurationMs);
            writer.WriteString("started_at"u8, trace.StartedAt);
            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
        return file.Length;
    }

    [Benchmark(Description = "Baton: summaries, traces, observations, journal", OperationsPerInvoke = Runs)]
    public async Task<long> WrittenByBaton()
    {
        string folder = Directory
            .CreateDirectory(Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N")))
            .FullName;
        long committed = 0;
        ResultWriter writer = new(
            new ResultFiles(folder, saveTraces: true, AppendFile.Open),
            saveTraces: true,
            redactor: null,
            capacity: 64,
            (_, _) => committed++,
            error => throw error,
            TimeProvider.System
        );
        await using (writer)
        {
            foreach (FinishedRun run in _finished)
            {
                await writer.WriteAsync(run);
            }
        }

        Directory.Delete(folder, recursive: true);
        return committed;
    }
}
