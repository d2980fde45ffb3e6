using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>Runs topologies. Topologies know nothing of it. Safe for concurrent use.</summary>
/// <remarks>
/// A runner of your own derives from it, says in <see cref="CarryOutAsync"/> where and in which order steps are carried
/// out, and gets the journal, leases, time-outs, cancelling, resuming and events from here. <see cref="Checks.RunnerChecks"/>
/// say whether it keeps its promises. With <see cref="RunnerAttribute"/>
/// and a constructor that takes a <see cref="TopologyRunConfig"/> and a <see cref="RunnerPlace"/>,
/// <see cref="RunnerRegistry"/> makes it by name.
/// </remarks>
public abstract class TopologyRunner : IAsyncDisposable
{
    private const int EventsAhead = 64;

    // For runners that decide themselves how much is done at once.
    private static readonly SemaphoreSlim _unlimited = new(int.MaxValue);

    private readonly RunnerPlace _place;

    /// <summary>Creates a runner.</summary>
    /// <param name="config">Limits and ways. Default: the defaults.</param>
    /// <param name="place">Where executions are kept and who makes the agents. Default: memory, and models.</param>
    protected TopologyRunner(TopologyRunConfig? config, RunnerPlace? place)
    {
        Config = config ?? new TopologyRunConfig();
        _place = place ?? new RunnerPlace();
    }

    /// <summary>The word for this kind of runner, for example <c>local</c>.</summary>
    public abstract string RunnerType { get; }

    /// <summary>Limits and ways of executions that bring none.</summary>
    public TopologyRunConfig Config { get; }

    /// <summary>How many agents may work at once.</summary>
    internal virtual SemaphoreSlim Permits => _unlimited;

    /// <summary>Whether what could be done at once is done in order.</summary>
    internal virtual bool IsOrdered => false;

    /// <summary>Whether steps of earlier sittings are told of first; otherwise as the execution comes to them.</summary>
    internal virtual bool TellsRecorded => true;

    /// <summary>Runs a topology to its end.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">
    /// Its agents by slot; inside a compound by <c>part/slot</c> or slot; or by the names that members refer to.
    /// </param>
    /// <param name="input">The input; an object with nothing but <c>prompt</c> is given to agents as that text.</param>
    /// <param name="cancellationToken">Cancels the execution; it can be resumed.</param>
    /// <returns>What came of it, also when it failed or was cancelled.</returns>
    /// <exception cref="TopologyException">The topology is wrong (all of it is named), or the store cannot be used.</exception>
    public async Task<TopologyRunResult> RunAsync(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        JsonObject input,
        CancellationToken cancellationToken = default
    ) => await Begin(topology, agents, input).RunAsync(this, observe: null, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs a topology and yields everything that happens.</summary>
    /// <inheritdoc cref="RunAsync(Topology, IReadOnlyDictionary{string, AgentType}, JsonObject, CancellationToken)"/>
    /// <returns>
    /// For each step its start, what its agent does as <see cref="NestedEvent"/>, and its end; last
    /// <see cref="FinalEvent"/> with the answer, <see cref="ErrorEvent"/>, or <see cref="LimitEvent"/> <c>approval</c> when a
    /// person has to decide before it can go on. The execution waits for whoever reads;
    /// leaving the enumeration cancels it.
    /// </returns>
    public IAsyncEnumerable<AgentEvent> StreamAsync(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        JsonObject input,
        CancellationToken cancellationToken = default
    ) => StreamAsync(Begin(topology, agents, input), cancellationToken);

    /// <summary>Goes on with an execution that stopped: steps that ended are taken from the journal, the others run.</summary>
    /// <param name="executionId">The execution.</param>
    /// <param name="cancellationToken">Cancels it again.</param>
    /// <returns>What came of it; of a completed execution, what had come of it.</returns>
    /// <exception cref="ExecutionInUseException">Another process runs it.</exception>
    /// <exception cref="TopologyException">There is no such execution, or the store cannot be used.</exception>
    public async Task<TopologyRunResult> ResumeAsync(string executionId, CancellationToken cancellationToken = default)
    {
        ExecutionRecord found = await FindAsync(executionId, cancellationToken).ConfigureAwait(false);
        return found.Status == ExecutionStatus.Completed
            ? TopologyExecution.ResultOf(found, Usage.Unknown)
            : await Again(found).RunAsync(this, observe: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes on with an execution that stopped, and yields everything that happens, steps of the journal included.
    /// </summary>
    /// <inheritdoc cref="ResumeAsync(string, CancellationToken)"/>
    /// <returns>As of <see cref="StreamAsync(Topology, IReadOnlyDictionary{string, AgentType}, JsonObject, CancellationToken)"/>.</returns>
    public async IAsyncEnumerable<AgentEvent> ResumeStreamAsync(
        string executionId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ExecutionRecord found = await FindAsync(executionId, cancellationToken).ConfigureAwait(false);
        if (found.Status == ExecutionStatus.Completed)
        {
            yield return End(TopologyExecution.ResultOf(found, Usage.Unknown));
            yield break;
        }

        await foreach (AgentEvent happened in StreamAsync(Again(found), cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    /// <summary>Cancels an execution, in whichever process it runs; it can be resumed.</summary>
    /// <param name="executionId">The execution.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>
    /// Whether it is still to end: the process that runs it was asked, and sees that with its next sign of life. Otherwise
    /// nobody ran it, and it is cancelled, or had ended.
    /// </returns>
    /// <exception cref="TopologyException">There is no such execution, or the store cannot be used.</exception>
    public async Task<bool> CancelAsync(string executionId, CancellationToken cancellationToken = default)
    {
        IExecutionStore store = _place.Store.Executions;
        DateTimeOffset now = _place.TimeProvider.GetUtcNow();
        Lease? holder = await store.RequestCancelAsync(executionId, now, cancellationToken).ConfigureAwait(false);
        if (holder is not null && LeaseHolder.IsGone(holder))
        {
            holder = await store.RequestCancelAsync(executionId, holder.Until, cancellationToken).ConfigureAwait(false);
        }

        return holder is not null;
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    internal Task CarryOutStepsAsync(ExecutionSteps steps, CancellationToken cancellationToken) =>
        CarryOutAsync(steps, cancellationToken);

    /// <summary>Carries out the steps of an execution until none is left, or as far as it can.</summary>
    /// <param name="steps">The execution.</param>
    /// <param name="cancellationToken">The execution is cancelled or its time is over; stop at once.</param>
    /// <remarks>
    /// The execution has come to its output when no step is left after this. An exception fails it with its message;
    /// <see cref="OperationCanceledException"/> passes through.
    /// </remarks>
    protected abstract Task CarryOutAsync(ExecutionSteps steps, CancellationToken cancellationToken);

    private TopologyExecution Begin(Topology topology, IReadOnlyDictionary<string, AgentType> agents, JsonObject input)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(input);
        TopologyCheck.Run(topology, agents, Config, _place);
        ExecutionRecord record = new()
        {
            Id = _place.NewId(),
            Topology = topology,
            Agents = agents,
            Input = input,
            Config = Config,
            RunnerType = RunnerType,
            StartedAt = _place.TimeProvider.GetUtcNow(),
            Status = ExecutionStatus.Running,
        };
        return new TopologyExecution(_place, record, RunnerType, isNew: true);
    }

    private async Task<ExecutionRecord> FindAsync(string executionId, CancellationToken cancellationToken) =>
        await _place.Store.Executions.FindAsync(executionId, cancellationToken).ConfigureAwait(false)
        ?? throw new ExecutionNotFoundException(executionId);

    private TopologyExecution Again(ExecutionRecord found) => new(_place, found, RunnerType, isNew: false);

    private static AgentEvent End(TopologyRunResult result) =>
        result.Status switch
        {
            ExecutionStatus.Completed => new FinalEvent(result.Output?["output"]?.ToString() ?? ""),
            ExecutionStatus.Paused => new LimitEvent("approval", result.Error!),
            _ => new ErrorEvent(new AgentError(ErrorKind.Agent, result.Error ?? "The execution was cancelled")),
        };

    private async IAsyncEnumerable<AgentEvent> StreamAsync(
        TopologyExecution execution,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<AgentEvent> events = Channel.CreateBounded<AgentEvent>(
            new BoundedChannelOptions(EventsAhead) { SingleReader = true }
        );
        Task<TopologyRunResult> running = RunAsync(execution, events.Writer, leaving.Token);
        try
        {
            await foreach (
                AgentEvent happened in events.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)
            )
            {
                yield return happened;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            events.Writer.TryComplete();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        yield return End(await running.ConfigureAwait(false));
    }

    private async Task<TopologyRunResult> RunAsync(
        TopologyExecution execution,
        ChannelWriter<AgentEvent> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await execution
                .RunAsync(this, happened => events.WriteAsync(happened, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }
}
