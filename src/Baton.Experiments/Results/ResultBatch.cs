using Baton.Agents;
using Baton.Configuration;
using Baton.Experiments.Journal;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>The lines of some finished runs, written together. Not thread-safe.</summary>
internal sealed class ResultBatch : IDisposable
{
    private readonly DataFile _summaries;
    private readonly DataFile _traces;
    private readonly DataFile _observations;
    private readonly DataFile _journal;
    private readonly bool _saveTraces;

    public ResultBatch(bool saveTraces, SecretRedactor? redactor)
    {
        _saveTraces = saveTraces;
        _summaries = new DataFile(redactor);
        _traces = new DataFile(redactor);
        _observations = new DataFile(redactor);
        _journal = new DataFile(redactor: null);
    }

    /// <summary>The bytes collected.</summary>
    public int Size => _summaries.Bytes.Length + _traces.Bytes.Length + _observations.Bytes.Length;

    /// <summary>Adds a run's lines; one that cannot be written as JSON becomes a failed run that says so.</summary>
    /// <param name="run">The run.</param>
    /// <param name="before">How long the files are without this batch.</param>
    /// <returns>The trace as it was written.</returns>
    public RunTrace Add(FinishedRun run, DataLengths before)
    {
        RunTrace trace = run.Record.Trace;
        (int summaries, int traces, int observations) = (
            _summaries.Bytes.Length,
            _traces.Bytes.Length,
            _observations.Bytes.Length
        );
        try
        {
            AddData(run.Record);
        }
        catch (Exception error)
        {
            _summaries.Line.CutTo(summaries);
            _traces.Line.CutTo(traces);
            _observations.Line.CutTo(observations);
            trace = Unwritable(trace, error);
            AddData(new RunRecord(trace, []));
        }

        run.Record.Spans?.Release();

        DataLengths after = new(
            before.TraceSummary + _summaries.Bytes.Length,
            before.Traces + _traces.Bytes.Length,
            before.Observations + _observations.Bytes.Length
        );
        new JournalRun(run.Run.Index, run.Run.Key, trace.TraceId, trace.Outcome, after).Write(_journal.Line);
        return trace;
    }

    /// <summary>Hands everything to the files, the journal last, and empties the batch.</summary>
    public void WriteTo(ResultFiles files)
    {
        files.Summaries.Append(_summaries.Bytes.Written);
        files.Traces?.Append(_traces.Bytes.Written);
        files.Observations?.Append(_observations.Bytes.Written);
        files.Journal.Append(_journal.Bytes.Written);
        _summaries.Bytes.Clear();
        _traces.Bytes.Clear();
        _observations.Bytes.Clear();
        _journal.Bytes.Clear();
    }

    public void Dispose()
    {
        _summaries.Dispose();
        _traces.Dispose();
        _observations.Dispose();
        _journal.Dispose();
    }

    private static RunTrace Unwritable(RunTrace trace, Exception error) =>
        new()
        {
            TraceId = trace.TraceId,
            RunKey = trace.RunKey,
            RunIndex = trace.RunIndex,
            InputId = trace.InputId,
            Iteration = trace.Iteration,
            Persona = trace.Persona,
            Input = trace.Input,
            DurationMs = trace.DurationMs,
            StartedAt = trace.StartedAt,
            Outcome = RunOutcome.Failed,
            Error = new TraceError(ErrorKind.Internal, $"the run's record cannot be written as JSON: {error.Message}"),
        };

    private void AddData(RunRecord record)
    {
        RunLines.WriteSummary(_summaries.Line, record.Trace);
        if (!_saveTraces)
        {
            return;
        }

        RunLines.WriteTrace(_traces.Line, record.Trace);
        RunLines.WriteObservations(_observations.Line, record);
    }

    private sealed class DataFile : IDisposable
    {
        public DataFile(SecretRedactor? redactor) => Line = new JsonLine(Bytes, redactor);

        public LineBuffer Bytes { get; } = new();

        public JsonLine Line { get; }

        public void Dispose()
        {
            Line.Dispose();
            Bytes.Dispose();
        }
    }
}
