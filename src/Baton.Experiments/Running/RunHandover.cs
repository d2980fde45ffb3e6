using System.Threading.Channels;
using Baton.Experiments.Results;
using Baton.Experiments.Telemetry;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Running;

/// <summary>
/// Hands finished runs to the writer: at once, or where the agent exports spans, a little later, so that they arrive.
/// No slot waits for that. Thread-safe.
/// </summary>
internal sealed class RunHandover
{
    /// <summary>How many runs may wait for their spans before slots wait too.</summary>
    private const int MostWaiting = 1024;

    /// <summary>How many may wait while nobody knows whether any span will come.</summary>
    private const int MostWaitingUnasked = 256;

    private readonly TelemetryCapture? _telemetry;
    private readonly BudgetWatch _budget;
    private readonly ResultWriter _writer;
    private readonly RunControl _control;
    private readonly TimeProvider _time;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true }
    );
    private readonly CancellationTokenSource _hurry;
    private readonly Task _handing;
    private volatile Task? _ending;

    public RunHandover(ExperimentDefinition definition, BudgetWatch budget, ResultWriter writer, RunControl control)
    {
        _telemetry = definition.Telemetry;
        _budget = budget;
        _writer = writer;
        _control = control;
        _time = definition.TimeProvider;
        _hurry = CancellationTokenSource.CreateLinkedTokenSource(control.GiveUp);
        _handing = _telemetry is null ? Task.CompletedTask : Task.Run(HandOverAsync);
    }

    /// <summary>Takes a finished run.</summary>
    public ValueTask AddAsync(FinishedRun run)
    {
        _budget.Add(run.Record.Trace);
        if (_telemetry is null || run.Record.Awaited is null || _telemetry.Wait == TimeSpan.Zero)
        {
            return WriteAsync(run);
        }

        if (!_telemetry.IsExpected && _waiting.Reader.Count >= MostWaitingUnasked)
        {
            return WriteAsync(run);
        }

        Waiting waiting = new(run, _time.GetTimestamp());
        return _waiting.Writer.TryWrite(waiting) ? ValueTask.CompletedTask
            : _telemetry.IsExpected ? _waiting.Writer.WriteAsync(waiting)
            : WriteAsync(run);
    }

    /// <summary>
    /// Hands over what still waits when the target, which exports what it has kept when it ends, is gone and everything it
    /// sent is here. Where nobody tells when that is, spans are waited for as long as usual, and not where none ever came.
    /// </summary>
    /// <param name="targetGone">Ends when the target is gone; <see langword="null"/> where nobody tells that.</param>
    public async Task CompleteAsync(Task? targetGone)
    {
        using CancellationTokenSource handedOver = new();
        Task ending = HurryAsync(targetGone, handedOver.Token);
        _ending = ending;
        _waiting.Writer.TryComplete();
        try
        {
            await _handing.ConfigureAwait(false);
        }
        finally
        {
            await handedOver.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
            _hurry.Dispose();
        }
    }

    // A target that does not end as it should is told of by whoever closes it.
    private async Task HurryAsync(Task? targetGone, CancellationToken handedOver)
    {
        Task<bool> silence = WaitForSilenceAsync(targetGone, handedOver);
        await ((Task)silence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (silence.IsCompletedSuccessfully && await silence.ConfigureAwait(false))
        {
            await _hurry.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitForSilenceAsync(Task? targetGone, CancellationToken handedOver)
    {
        if (_telemetry is null || targetGone is null)
        {
            return _telemetry is { IsExpected: false };
        }

        await targetGone.WaitAsync(handedOver).ConfigureAwait(false);
        return await _telemetry.WaitForSilenceAsync(handedOver).ConfigureAwait(false);
    }

    private async Task HandOverAsync()
    {
        try
        {
            await foreach (Waiting waiting in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                TimeSpan left = _telemetry!.Wait - _time.GetElapsedTime(waiting.Since);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, _time, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                if (_ending is { } ending)
                {
                    await ending.WaitAsync(_hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                await WriteAsync(waiting.Run).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // Whoever waits to hand over a run must not wait for ever.
            _waiting.Writer.TryComplete(error);
            throw;
        }
    }

    private async ValueTask WriteAsync(FinishedRun run)
    {
        if (run.Record.Awaited is { } awaited)
        {
            RunTrace before = run.Record.Trace;
            run = run with { Record = awaited.AddTo(run.Record) };
            _budget.AddLater(before, run.Record.Trace);
        }

        if (!await _writer.WriteAsync(run).ConfigureAwait(false))
        {
            _control.StopNow(new StopCause(ExperimentStatus.WriteFailed, "write_failed", "results cannot be written"));
        }
    }

    private sealed record Waiting(FinishedRun Run, long Since);
}
