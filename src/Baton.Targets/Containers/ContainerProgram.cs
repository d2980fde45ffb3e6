using System.Buffers;
using System.IO.Pipelines;
using System.Text;
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
    private readonly Action<string> _stderrLine;
    private readonly string? _traceParent;
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private readonly OutputTail _tail = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _line = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    private ContainerProgram(ContainerHost host, Action<string> stderrLine, string? traceParent)
    {
        _host = host;
        _traceParent = traceParent;
        _stderrLine = stderrLine;
        Input = _input.Writer.AsStream();
        Output = _output.Reader.AsStream();
        Exit = LiveAsync();
    }

    public string Kind => "container";

    public int? Group => null;

    public Stream Input { get; }

    public Stream Output { get; }

    public Task<ProcessExit> Exit { get; }

    public AgentError? StartFailure { get; private set; }

    public LimitEvent? Limit { get; private set; }

    public string StderrTail => _tail.ToString();

    public string? LastStderrLine => _tail.LastLine;

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
        string? id = null;
        try
        {
            id = await _host.CreateAsync(_traceParent, _stop.Token).ConfigureAwait(false);
            using AttachedStreams streams = await _host.Engine.AttachAsync(id, _stop.Token).ConfigureAwait(false);
            await _host.Engine.StartAsync(id, _stop.Token).ConfigureAwait(false);
            return new ProcessExit(await RunAsync(id, streams).ConfigureAwait(false));
        }
        catch (EngineException failure)
        {
            StartFailure = ContainerHost.Failure(failure);
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
            if (id is not null)
            {
                await RemoveAsync(id).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> RunAsync(string id, AttachedStreams streams)
    {
        using CancellationTokenSource over = new();
        Task writing = WriteInputAsync(streams, over.Token);
        Task reading = ReadOutputAsync(streams, over.Token);
        int code = await WaitAsync(id).ConfigureAwait(false);
        over.CancelAfter(LateOutput);
        await reading.ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        return code;
    }

    private async Task<int> WaitAsync(string id)
    {
        try
        {
            int code = await _host.Engine.WaitAsync(id, _stop.Token).ConfigureAwait(false);
            if (code == KilledCode && await RanOutOfMemoryAsync(id).ConfigureAwait(false))
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
            await _host.Engine.StopAsync(id, _host.Options.StopTimeout, CancellationToken.None).ConfigureAwait(false);
            return KilledCode;
        }
        catch (EngineException gone)
        {
            TakeError($"the engine is gone: {gone.Message}");
            return KilledCode;
        }
    }

    private async Task<bool> RanOutOfMemoryAsync(string id) =>
        (bool?)(await _host.Engine.InspectAsync(id, _stop.Token).ConfigureAwait(false))["State"]?["OOMKilled"] == true;

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
                    streams.CloseInput();
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
                        TakeErrors(buffer.AsSpan(0, read));
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
            if (_line.Length > 0)
            {
                TakeError(_line.ToString());
            }
        }
    }

    private void TakeErrors(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        foreach (char character in characters[.._decoder.GetChars(bytes, characters, flush: false)])
        {
            if (character != '\n')
            {
                _line.Append(character);
                continue;
            }

            TakeError(_line.ToString().TrimEnd('\r'));
            _line.Clear();
        }
    }

    private void TakeError(string line)
    {
        _tail.Add(line);
        _stderrLine(line);
    }

    private async Task RemoveAsync(string id)
    {
        try
        {
            await _host.Engine.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // The engine is gone; the sweep at the next start finds what is left.
        }
    }
}
