using System.Collections.Concurrent;
using Baton.Agents;
using Baton.Targets.Guards;

namespace Baton.Targets.Processes.Acp;

/// <summary>The processes of a target: one for each conversation, or a few that hold the sessions of all. Thread-safe.</summary>
internal sealed class AcpAgents : IAsyncDisposable
{
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromMilliseconds(250);
    private readonly ProcessOptions _options;
    private readonly ChildProcessStart _start;
    private readonly ByteSize? _maxMemory;
    private readonly Lock _gate = new();
    private readonly List<Shared> _shared = [];
    private readonly ConcurrentDictionary<AcpAgent, byte> _live = new();
    private readonly ITimer? _sampling;
    private bool _isOver;

    public AcpAgents(ProcessOptions options, ChildProcessStart start, ByteSize? maxMemory)
    {
        _options = options;
        _start = start;
        _maxMemory = maxMemory;
        if (maxMemory is not null)
        {
            _sampling = start.TimeProvider.CreateTimer(_ => Sample(), state: null, SamplePeriod, SamplePeriod);
        }
    }

    /// <summary>A process for a conversation. The caller leaves it in the end.</summary>
    /// <exception cref="ProcessStartException">It cannot be started.</exception>
    /// <exception cref="AcpException">It is no agent that Baton can speak with.</exception>
    public async Task<AcpAgent> JoinAsync(ConversationContext conversation, CancellationToken cancellationToken)
    {
        if (!_options.Reuse)
        {
            return await StartAsync(conversation.TraceParent, cancellationToken).ConfigureAwait(false);
        }

        Shared place = Take();
        try
        {
            return await place.Agent.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(place);
            throw;
        }
    }

    /// <summary>A conversation is over, or its process is of no more use to it.</summary>
    public async ValueTask LeaveAsync(AcpAgent agent)
    {
        Shared? place;
        lock (_gate)
        {
            place = _shared.Find(shared => shared.Agent.IsCompletedSuccessfully && shared.Agent.Result == agent);
        }

        if (place is null || Leave(place))
        {
            _live.TryRemove(agent, out _);
            await agent.DisposeAsync().ConfigureAwait(false);
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

        await Task.WhenAll(_live.Keys.Select(agent => agent.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private Shared Take()
    {
        lock (_gate)
        {
            // Those that failed to start were told so; those that are over end with their last conversation.
            _shared.RemoveAll(static shared => shared.Agent.IsFaulted || (shared.IsOver && shared.Conversations == 0));
            Shared? calmest = null;
            int usable = 0;
            foreach (Shared shared in _shared)
            {
                if (!shared.IsOver)
                {
                    usable++;
                    calmest = calmest is null || shared.Conversations < calmest.Conversations ? shared : calmest;
                }
            }

            if (calmest is null || (calmest.Conversations > 0 && usable < (_options.MaxProcesses ?? 1)))
            {
                _shared.Add(calmest = new Shared(StartAsync(traceParent: null, CancellationToken.None)));
            }

            calmest.Conversations++;
            return calmest;
        }
    }

    /// <summary>Whether the process has no conversation left and is of no more use.</summary>
    private bool Leave(Shared place)
    {
        lock (_gate)
        {
            place.Conversations--;
            return place.Conversations == 0 && place.IsOver && _shared.Remove(place);
        }
    }

    private async Task<AcpAgent> StartAsync(string? traceParent, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new(_start.Variables, StringComparer.Ordinal);
        if (traceParent is not null)
        {
            variables["TRACEPARENT"] = traceParent;
        }

        AcpAgent? begun = null;
        Task<AcpAgent> starting = AcpAgent.StartAsync(
            _start with
            {
                Variables = variables,
            },
            _options.ReadyTimeout,
            _options.AuthMethod,
            agent => Keep(begun = agent)
        );
        try
        {
            return await starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (begun is not null)
            {
                _live.TryRemove(begun, out _);
                await begun.DisposeAsync().ConfigureAwait(false);
                await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            throw;
        }
    }

    private void Keep(AcpAgent agent)
    {
        lock (_gate)
        {
            _live.TryAdd(agent, 0);
            ObjectDisposedException.ThrowIf(_isOver, this);
        }
    }

    private void Sample()
    {
        Dictionary<int, long> memory = ResidentMemory.ByGroup(_live.Keys.Select(agent => agent.Connection.Child.Id));
        foreach (AcpAgent agent in _live.Keys)
        {
            if (memory.GetValueOrDefault(agent.Connection.Child.Id) is var bytes && bytes > _maxMemory!.Bytes)
            {
                // The end is awaited by the connection's own life.
                _ = agent.Connection.StopAsync(
                    new LimitEvent(
                        "max_memory",
                        $"the process and its children held {bytes / 1024 / 1024} MiB of memory, over the limit of {_maxMemory.Bytes / 1024d / 1024:0.#} MiB"
                    )
                );
            }
        }
    }

    private sealed class Shared(Task<AcpAgent> agent)
    {
        public Task<AcpAgent> Agent => agent;

        public int Conversations { get; set; }

        public bool IsOver => agent.IsCompletedSuccessfully ? !agent.Result.IsUsable : agent.IsFaulted;
    }
}
