using System.Collections.Concurrent;
using Baton.Agents;
using Baton.Targets.Guards;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Starts a target's processes, watches their memory, and ends whatever is left of them. Thread-safe.</summary>
internal sealed class LiveProcesses : IAsyncDisposable
{
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<AgentProcess, byte> _live = new();
    private readonly ProcessLaunch _launch;
    private readonly ByteSize? _maxMemory;
    private readonly ITimer? _sampling;
    private int _isSampling;
    private bool _isOver;

    public LiveProcesses(ProcessLaunch launch, ByteSize? maxMemory)
    {
        _launch = launch;
        _maxMemory = maxMemory;
        if (maxMemory is not null)
        {
            _sampling = launch.Program.TimeProvider.CreateTimer(_ => Sample(), state: null, SamplePeriod, SamplePeriod);
        }
    }

    /// <summary>Starts a process.</summary>
    /// <param name="identified">Is called once, when its first answer names its request.</param>
    /// <param name="traceParent">The trace of all it does, where it does but one thing, or <see langword="null"/>.</param>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    public AgentProcess Start(Action? identified = null, string? traceParent = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            foreach (AgentProcess process in _live.Keys)
            {
                if (process.Completion.IsCompleted)
                {
                    _live.TryRemove(process, out _);
                }
            }

            AgentProcess started = AgentProcess.Start(
                traceParent is null ? _launch : _launch with { TraceParent = traceParent },
                identified
            );
            _live.TryAdd(started, 0);
            return started;
        }
    }

    /// <summary>Ends every process; further ones cannot be started.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        if (_sampling is not null)
        {
            await _sampling.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(_live.Keys.Select(process => process.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private void Sample()
    {
        if (_live.IsEmpty || Interlocked.Exchange(ref _isSampling, 1) == 1)
        {
            return;
        }

        try
        {
            Dictionary<int, long> memory = ResidentMemory.ByGroup(
                _live.Keys.Select(process => process.Child.Group).OfType<int>()
            );
            foreach (AgentProcess process in _live.Keys)
            {
                if (
                    process.Child.Group is { } group
                    && memory.GetValueOrDefault(group) is var bytes
                    && bytes > _maxMemory!.Bytes
                )
                {
                    // The end is awaited by the process's own life.
                    _ = process.StopAsync(
                        new LimitEvent(
                            "max_memory",
                            $"the process and its children held {bytes / 1024 / 1024} MiB of memory, over the limit of {_maxMemory.Bytes / 1024d / 1024:0.#} MiB"
                        )
                    );
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isSampling, 0);
        }
    }
}
