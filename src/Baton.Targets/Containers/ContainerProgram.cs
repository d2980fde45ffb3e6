using System.Buffers;
using System.IO.Pipelines;
using Baton.Agents;
using Baton.Targets.Containers.Engine;
using Baton.Targets.Processes;

namespace Baton.Targets.Containers;

/// <summary>A container whose standard streams are attached. It is removed when it has ended, however it ended.</summary>
internal sealed class ContainerProgram : IProgram
{
    private const int KilledCode = 137;
    private const int NeverRanCode = 127;
    private static readonly TimeSpan LateOutput = TimeSpan.FromSeconds(1);

    private readonly ContainerHost _host;
    private readonly string? _traceParent;
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly StderrLines _stderr;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ContainerProgram(ContainerHost host, Action<string> stderrLine, string? traceParent)
    {
        _host = host;
        _traceParent = traceParent;
        _stderr = new StderrLines(stderrLine);
        Name = host.NextName();
        Input = _input.Writer.AsStream();
        Output = _output.Reader.AsStream();
        Exit = LiveAsync();
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>Completes once it runs, or could not be started; never fails.</summary>
    public Task Started => _started.Task;

    public string Kind => "container";

    public int? Group => null;

    public Stream Input { get; }

    public Stream Output { get; }

    public Task<ProcessExit> Exit { get; }

    public AgentError? Failure { get; private set; }

    public LimitEvent? Limit { get; private set; }

    public string StderrTail => _stderr.Tail.ToString();

    public string? TellingStderrLine => _stderr.Tail.TellingLine;

    /// <summary>Starts a container; what is written to it waits until it runs.</summary>
    /// <param name="host">The engine.</param>
    /// <param name="stderrLine">Is given each line of standard error.</param>
    /// <param name="traceParent">The trace of all it does, or <see langword="null"/>.</param>
    public static ContainerProgram Start(ContainerHost host, Action<string> stderrLine, string? traceParent) =>
        new(host, stderrLine, traceParent);

    // Frames come in the order in which they were written: what was said before is there.
    public ValueTask SettleStderrAsync(TimeSpan atLeast) => ValueTask.CompletedTask;

    public async Task StopAsync()
    {
        if (!Exit.IsCompleted)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await Exit.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await Input.DisposeAsync().ConfigureAwait(false);
        await Output.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<ProcessExit> LiveAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        bool mayBeMade = false;
        try
        {
            await _host.PrepareAsync(_stop.Token).ConfigureAwait(false);
            mayBeMade = true;
            await _host.CreateAsync(Name, _traceParent).ConfigureAwait(false);
            using AttachedStreams streams = await _host.Engine.AttachAsync(Name, _stop.Token).ConfigureAwait(false);
            await _host.Engine.StartAsync(Name, _stop.Token).ConfigureAwait(false);
            _started.SetResult();
            return new ProcessExit(await RunAsync(streams).ConfigureAwait(false));
        }
        catch (ProcessStartException failed)
        {
            Failure = failed.Error;
            return new ProcessExit(NeverRanCode);
        }
        catch (EngineException failed)
        {
            Failure = _host.Failure.NotStarted(failed);
            return new ProcessExit(NeverRanCode);
        }
        catch (OperationCanceledException)
        {
            return new ProcessExit(KilledCode);
        }
        finally
        {
            await _input.Reader.CompleteAsync().ConfigureAwait(false);
            await _output.Writer.CompleteAsync().ConfigureAwait(false);
            if (mayBeMade)
            {
                await _host.RemoveAsync(Name).ConfigureAwait(false);
            }

            _started.TrySetResult();
        }
    }

    private async Task<int> RunAsync(AttachedStreams streams)
    {
        using CancellationTokenSource over = new();
        Task writing = WriteInputAsync(streams, over.Token);
        Task reading = ReadOutputAsync(streams, over.Token);
        int code = await WaitAsync().ConfigureAwait(false);
        over.CancelAfter(LateOutput);
        await reading.ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        return code;
    }

    private async Task<int> WaitAsync()
    {
        try
        {
            int code = await _host.Engine.WaitAsync(Name, _stop.Token).ConfigureAwait(false);
            if (code == KilledCode && await RanOutOfMemoryAsync().ConfigureAwait(false))
            {
                Limit = new LimitEvent(
                    "max_memory",
                    "the container held more memory than `memory` allows and was killed"
                );
            }

            return code;
        }
        catch (OperationCanceledException)
        {
            await EndAsync().ConfigureAwait(false);
            return KilledCode;
        }
        catch (EngineException gone)
        {
            Failure = _host.Failure.Lost(gone);
            return KilledCode;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _host.Engine.StopAsync(Name, _host.Options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // The removal that follows ends it too, now or when the engine is back.
        }
    }

    private async Task<bool> RanOutOfMemoryAsync() =>
        (bool?)(await _host.Engine.InspectAsync(Name, _stop.Token).ConfigureAwait(false))["State"]?["OOMKilled"]
        == true;

    private async Task WriteInputAsync(AttachedStreams streams, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                ReadResult read = await _input.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> bytes in read.Buffer)
                {
                    await streams.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                }

                _input.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    await streams.CloseInputAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The container has ended; what it did not read has no reader any more.
        }
    }

    private async Task ReadOutputAsync(AttachedStreams streams, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (await streams.ReadFrameAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                for (int left = frame.Length; left > 0; )
                {
                    Memory<byte> place = frame.IsError ? buffer : _output.Writer.GetMemory();
                    int read = await streams
                        .ReadAsync(place[..Math.Min(place.Length, left)], cancellationToken)
                        .ConfigureAwait(false);
                    if (read == 0)
                    {
                        return;
                    }

                    left -= read;
                    if (frame.IsError)
                    {
                        _stderr.Add(buffer.AsSpan(0, read));
                    }
                    else
                    {
                        _output.Writer.Advance(read);
                        await _output.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The connection broke; how the container ended says more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _stderr.Finish();
        }
    }
}
