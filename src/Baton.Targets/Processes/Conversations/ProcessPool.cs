using System.Diagnostics.CodeAnalysis;

namespace Baton.Targets.Processes.Conversations;

/// <summary>Processes that serve many conversations. Thread-safe.</summary>
/// <remarks>
/// Whether the agent answers with identifiers is learned from the first turn, which runs alone. If it does, one process
/// serves all conversations at once; if not, each process takes one turn at a time and the pool grows.
/// </remarks>
/// <param name="processes">Starts and ends them.</param>
/// <param name="configuredMost">The most alive at once, or <see langword="null"/> for the default of each kind.</param>
/// <param name="runsInFlight">The most conversations at once.</param>
internal sealed class ProcessPool(LiveProcesses processes, int? configuredMost, int runsInFlight)
{
    private readonly Lock _gate = new();
    private readonly List<PooledProcess> _members = [];
    private readonly TaskCompletionSource _learned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool? _answersWithIds;
    private bool _isLearning;

    /// <summary>Gives a conversation the least busy process, or a new one. The caller leaves it in the end.</summary>
    /// <exception cref="ProcessStartException">A process was needed and could not be started.</exception>
    public async ValueTask<PooledProcess> JoinAsync(CancellationToken cancellationToken)
    {
        PooledProcess? member;
        while (!TryJoin(out member))
        {
            await _learned.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await member.Process.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            return member;
        }
        catch (Exception failed) when (failed is ProcessStartException or OperationCanceledException)
        {
            Leave(member);
            Learn(member);
            throw;
        }
    }

    /// <summary>Makes sure that there is a process that takes input.</summary>
    /// <exception cref="ProcessStartException">There is none, and none could be started.</exception>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        PooledProcess member;
        lock (_gate)
        {
            _members.RemoveAll(member => !member.Process.IsUsable);
            member = _members.Count > 0 ? _members[0] : Add();
        }

        await member.Process.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A conversation is over, or its process is.</summary>
    public void Leave(PooledProcess member)
    {
        lock (_gate)
        {
            member.Conversations--;
        }
    }

    /// <summary>A turn is over; if it was the first, it is known now what the agent can do.</summary>
    public void Learn(PooledProcess member) => Learn(member.Process.AnswersWithIds);

    private bool TryJoin([NotNullWhen(true)] out PooledProcess? member)
    {
        lock (_gate)
        {
            _members.RemoveAll(member => !member.Process.IsUsable);
            if (_answersWithIds is null && _isLearning)
            {
                member = null;
                return false;
            }

            _isLearning = true;
            int most = configuredMost ?? (_answersWithIds == true ? 1 : runsInFlight);
            PooledProcess? calmest = _members.MinBy(member => member.Conversations);
            try
            {
                member = calmest is null || (calmest.Conversations > 0 && _members.Count < most) ? Add() : calmest;
            }
            catch (ProcessStartException)
            {
                LearnHere(answersWithIds: false);
                throw;
            }

            member.Conversations++;
            return true;
        }
    }

    private PooledProcess Add()
    {
        PooledProcess added = new(processes.Start(() => Learn(answersWithIds: true)));
        _members.Add(added);
        return added;
    }

    private void Learn(bool answersWithIds)
    {
        lock (_gate)
        {
            LearnHere(answersWithIds);
        }
    }

    private void LearnHere(bool answersWithIds)
    {
        if (answersWithIds || _answersWithIds is null)
        {
            _answersWithIds = answersWithIds;
            _learned.TrySetResult();
        }
    }
}

/// <summary>A process of the pool.</summary>
/// <param name="process">The process.</param>
internal sealed class PooledProcess(AgentProcess process)
{
    /// <summary>The process.</summary>
    public AgentProcess Process { get; } = process;

    /// <summary>Conversations that are with it; guarded by the pool.</summary>
    public int Conversations { get; set; }
}
