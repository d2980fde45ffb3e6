using Baton.Benchmarks.Relay;
using Baton.Configuration;
using Baton.Experiments.Conversations;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Results;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Telemetry.Http;
using Baton.Experiments.Telemetry.Spans;
using Baton.Experiments.Traces;

namespace Baton.Benchmarks.Telemetry;

/// <summary>
/// What a span costs from the body of an export to the line in the file: <c>spans [EXPORTS]</c>. Everything is done by one
/// thread; time is the processor's, the kernel's and the garbage collector's included.
/// </summary>
internal sealed class SpanMeasure : IDisposable
{
    private const int RunsOfExport = 20;
    private const int SpansOfExport = RunsOfExport * AgentExport.SpansOfRun;

    private static readonly RequestHead _head = new()
    {
        Method = "POST",
        Path = "/v1/traces",
        ContentType = "application/x-protobuf",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-bench-");
    private readonly SpanCollector _collector = new(TraceIds.Draw(), TimeProvider.System);
    private readonly HeldBytes _held = new(ReceiverLimits.Default.BytesAtOnce);
    private readonly ExportRequests _requests;
    private readonly ResultBatch _batch;
    private readonly ResultFiles _files;
    private readonly FinishedRun _run;

    private SpanMeasure(FinishedRun run)
    {
        _run = run;
        _requests = new ExportRequests(_collector, ReceiverLimits.Default, _held);
        _batch = new ResultBatch(saveTraces: true, SecretRedactor.None);
        _files = new ResultFiles(_folder.FullName, saveTraces: true, AppendFile.Open);
    }

    /// <summary>Prints a row for each part of the way, after a round that is not measured.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        int exports = arguments is [string count] ? int.Parse(count) : 100;
        RunExecutor executor = new(new TalkativeAgent(3), null, new RunExecutorOptions(), TimeProvider.System);
        ExperimentInput input = new() { Id = "input-1", Text = "how are you?" };
        PlannedRun planned = new(0, "input-1/none/0", input, Persona: null, Iteration: 0);
        RunRecord record = await executor.ExecuteAsync(planned, CancellationToken.None);
        FinishedRun run = new(planned, record, new PlanTally(iterations: 1).Enter(planned));
        using (SpanMeasure warm = new(run))
        {
            warm.Measure(exports);
        }

        using SpanMeasure measured = new(run);
        Console.WriteLine("| part | CPU ns a span | bytes a span |");
        Console.WriteLine("|---|---|---|");
        foreach ((string part, Cost cost) in measured.Measure(exports))
        {
            double spans = (double)exports * SpansOfExport;
            Console.WriteLine($"| {part} | {cost.Time.TotalNanoseconds / spans:0} | {cost.Bytes / spans:0} |");
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batch.Dispose();
        _files.Dispose();
        _folder.Delete(recursive: true);
    }

    private Dictionary<string, Cost> Measure(int exports)
    {
        Dictionary<string, Cost> parts = [];
        for (int export = 0; export < exports; export++)
        {
            RunSpans[] runs = [.. Enumerable.Range(0, RunsOfExport).Select(_ => _collector.Begin())];
            byte[] body = AgentExport.Of(runs);
            FinishedRun[] finished = new FinishedRun[RunsOfExport];
            Add(parts, "taken in", () => Take(body));
            Add(
                parts,
                "put into order",
                () =>
                {
                    for (int run = 0; run < RunsOfExport; run++)
                    {
                        AwaitedSpans awaited = new(runs[run], [new TurnSpan(1, "turn", DateTimeOffset.UnixEpoch)]);
                        finished[run] = _run with { Record = awaited.AddTo(_run.Record) };
                    }
                }
            );
            Add(
                parts,
                "made lines",
                () =>
                {
                    foreach (FinishedRun run in finished)
                    {
                        _batch.Add(run, _files.Lengths);
                    }
                }
            );
            Add(parts, "written to files", () => _batch.WriteTo(_files));
        }

        return parts;
    }

    private void Take(byte[] body)
    {
        using BodyBuffer buffer = new(ReceiverLimits.Default.BodyBytes, _held);
        for (int at = 0; at < body.Length; )
        {
            buffer.MakeRoom(body.Length - at, out Memory<byte> room);
            body.AsMemory(at, room.Length).CopyTo(room);
            buffer.Advance(room.Length);
            at += room.Length;
        }

        if (_requests.Take(_head, buffer) is not { Status: 200, Problem: null })
        {
            throw new InvalidOperationException("The export was refused.");
        }
    }

    private static void Add(Dictionary<string, Cost> parts, string part, Action work)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan started = Environment.CpuUsage.TotalTime;
        work();
        Cost cost = new(Environment.CpuUsage.TotalTime - started, GC.GetAllocatedBytesForCurrentThread() - bytes);
        parts[part] = parts.TryGetValue(part, out Cost? before) ? before + cost : cost;
    }

    private sealed record Cost(TimeSpan Time, long Bytes)
    {
        public static Cost operator +(Cost one, Cost other) => new(one.Time + other.Time, one.Bytes + other.Bytes);
    }
}
