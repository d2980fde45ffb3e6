using System.Threading.Channels;
using Baton.Configuration;
using Baton.Experiments.Journal;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>
/// Writes finished runs in the order they come, as many at once as have come: first their lines into the data files,
/// then theirs into the journal. A run is committed when its journal line is written.
/// </summary>
internal sealed class ResultWriter : IAsyncDisposable
{
    private const int RunsAtOnce = 512;
    private const int BytesAtOnce = 1024 * 1024;
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);
    private readonly Channel<FinishedRun> _finished;
    private readonly ResultFiles _files;
    private readonly ResultBatch _batch;
    private readonly Action<FinishedRun, RunTrace> _committed;
    private readonly Action<ResultsWriteException> _failed;
    private readonly List<WrittenRun> _runs = [];
    private readonly PeriodicTimer _syncTimer;
    private readonly Task _writing;
    private readonly Task _syncing;
    private DataLengths _lengths;
    private long _journalLength;

    /// <summary>Starts writing.</summary>
    /// <param name="files">The open files; disposed with the writer.</param>
    /// <param name="saveTraces">Whether traces and observations are written.</param>
    /// <param name="redactor">Takes secrets out of a text; <see langword="null"/> when there are none.</param>
    /// <param name="capacity">How many finished runs may wait before <see cref="WriteAsync"/> does.</param>
    /// <param name="committed">Is told each committed run, from one thread at a time.</param>
    /// <param name="failed">Is told once when writing became impossible.</param>
    /// <param name="timeProvider">The clock for the regular waits for the disk.</param>
    public ResultWriter(
        ResultFiles files,
        bool saveTraces,
        SecretRedactor? redactor,
        int capacity,
        Action<FinishedRun, RunTrace> committed,
        Action<ResultsWriteException> failed,
        TimeProvider timeProvider
    )
    {
        _files = files;
        _batch = new ResultBatch(saveTraces, redactor);
        _committed = committed;
        _failed = failed;
        _lengths = files.Lengths;
        _journalLength = files.Journal.Length;
        _finished = Channel.CreateBounded<FinishedRun>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _syncTimer = new PeriodicTimer(SyncEvery, timeProvider);
        _writing = Task.Run(WriteAllAsync);
        _syncing = Task.Run(SyncRegularlyAsync);
    }

    /// <summary>Hands over a finished run.</summary>
    /// <returns><see langword="false"/> when nothing can be written any more.</returns>
    public ValueTask<bool> WriteAsync(FinishedRun run) =>
        _finished.Writer.TryWrite(run) ? ValueTask.FromResult(true) : WaitToWriteAsync(run);

    /// <summary>Writes what is still waiting and waits until the disk has it.</summary>
    public async Task CompleteAsync()
    {
        _finished.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        // Disposing the timer ends the waits; cancelling would make an exception with a stack trace, which is slow.
        _syncTimer.Dispose();
        await _syncing.ConfigureAwait(false);
        Sync();
    }

    public async ValueTask DisposeAsync()
    {
        await CompleteAsync().ConfigureAwait(false);
        _files.Dispose();
        _batch.Dispose();
    }

    private async ValueTask<bool> WaitToWriteAsync(FinishedRun run)
    {
        try
        {
            await _finished.Writer.WriteAsync(run).ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    private async Task WriteAllAsync()
    {
        ChannelReader<FinishedRun> reader = _finished.Reader;
        try
        {
            while (await reader.WaitToReadAsync().ConfigureAwait(false))
            {
                Collect(reader);
                Commit();
            }
        }
        catch (ResultsWriteException error)
        {
            // Whoever finds the way closed must find the reason told.
            _failed(error);
            _finished.Writer.TryComplete();
            _files.CutTo(_journalLength, _lengths);
        }
        catch (Exception error)
        {
            // Whoever waits to hand over a run must not wait for ever.
            _finished.Writer.TryComplete(error);
            throw;
        }
    }

    private void Collect(ChannelReader<FinishedRun> reader)
    {
        while (_runs.Count < RunsAtOnce && _batch.Size < BytesAtOnce && reader.TryRead(out FinishedRun? run))
        {
            _runs.Add(new WrittenRun(run, _batch.Add(run, _lengths)));
        }
    }

    private void Commit()
    {
        _batch.WriteTo(_files);
        _lengths = _files.Lengths;
        _journalLength = _files.Journal.Length;
        foreach (WrittenRun written in _runs)
        {
            _committed(written.Run, written.Trace);
        }

        _runs.Clear();
    }

    private async Task SyncRegularlyAsync()
    {
        long synced = _files.Journal.Length;
        while (await _syncTimer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            long length = _files.Journal.Length;
            if (length != synced && !Sync())
            {
                return;
            }

            synced = length;
        }
    }

    private bool Sync()
    {
        try
        {
            _files.Sync();
            return true;
        }
        catch (ResultsWriteException error)
        {
            _failed(error);
            _finished.Writer.TryComplete();
            return false;
        }
    }

    private sealed record WrittenRun(FinishedRun Run, RunTrace Trace);
}
