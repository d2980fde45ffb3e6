using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Capabilities.ToolUse;
using Baton.Topologies.Definitions;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>One sitting of an execution: takes recorded steps from the journal, carries out the others and records them.</summary>
internal sealed class ExecutionRun : IStepTaker, IAsyncDisposable
{
    private readonly ExecutionSitting _sitting;
    private readonly Dictionary<string, StepRecord> _recorded;
    private readonly ConcurrentDictionary<string, byte> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Seat Seat, AnswerForm? Form), IAgent> _agents = new();
    private readonly Lock _usageGate = new();
    private readonly ApprovalGate _gate;
    private readonly StepReview _review;
    private readonly ToolServers _tools;
    private readonly CapabilityPlace _place;

    /// <summary>Begins a sitting.</summary>
    /// <param name="sitting">Everything around it.</param>
    /// <param name="recorded">The steps that ended in earlier sittings.</param>
    public ExecutionRun(ExecutionSitting sitting, IReadOnlyList<StepRecord> recorded)
    {
        _sitting = sitting;
        _gate = new ApprovalGate(sitting);
        _review = new StepReview(_gate, TakeAsync);
        _tools = new ToolServers(sitting.Tools);
        _place = new CapabilityPlace(
            sitting.ExecutionId,
            sitting.Agents,
            _tools,
            sitting.Store.States,
            _gate,
            sitting.TimeProvider
        );
        _recorded = new Dictionary<string, StepRecord>(StringComparer.Ordinal);
        foreach (StepRecord step in recorded)
        {
            _recorded[step.Path] = step;
            Usage += step.Usage;
        }
    }

    /// <summary>Tokens and cost of all steps, those of earlier sittings included.</summary>
    public Usage Usage { get; private set; } = Usage.Unknown;

    /// <summary>Carries out a step, or takes what came of it from the journal; people have their say in it.</summary>
    /// <exception cref="OperationCanceledException">The execution ends before the step does.</exception>
    /// <exception cref="ExecutionPausedException">A person has to decide first.</exception>
    /// <exception cref="LeaseLostException">Another process has the execution.</exception>
    public Task<StepReply> StepAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        StepQuestion formed = question.WithOutputFormat();
        return _review.CarryOutAsync(
            formed,
            AgentOf(formed) is CapableAgent capable ? capable.Capabilities : [],
            cancellationToken
        );
    }

    /// <summary>Carries out a step, or takes what came of it from the journal, whatever people have to say.</summary>
    /// <inheritdoc cref="StepAsync"/>
    public async Task<StepReply> TakeAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        if (!_taken.TryAdd(question.Path, 0))
        {
            throw new InvalidOperationException($"Two steps have the path `{question.Path}`");
        }

        if (_recorded.TryGetValue(question.Path, out StepRecord? recorded))
        {
            await TellRecordedAsync(recorded, question).ConfigureAwait(false);
            return new StepReply(recorded);
        }

        StepRecord step;
        await _sitting.Permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            step = await CarryOutAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sitting.Permits.Release();
        }

        await KeepAsync(step).ConfigureAwait(false);
        await TellEndAsync(step, isRecorded: false).ConfigureAwait(false);
        return new StepReply(step);
    }

    /// <summary>Records a step that was carried out elsewhere; one that is recorded already stays as it is.</summary>
    /// <param name="step">What came of it.</param>
    /// <param name="question">What was asked; <see langword="null"/> when nobody is to be told.</param>
    /// <exception cref="LeaseLostException">Another process has the execution.</exception>
    public async Task RecordAsync(StepRecord step, StepQuestion? question)
    {
        if (_taken.TryAdd(step.Path, 0) && !_recorded.ContainsKey(step.Path))
        {
            await KeepAsync(step).ConfigureAwait(false);
            if (question is not null)
            {
                await TellBothAsync(step, question, isRecorded: false).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells of a step that ended in an earlier sitting.</summary>
    public ValueTask TellRecordedAsync(StepRecord step, StepQuestion question) =>
        TellBothAsync(step, question, isRecorded: true);

    /// <inheritdoc/>
    public async Task<JsonObject> SpanAsync(TopologySpan span, JsonObject input, Func<Task<JsonObject>> work)
    {
        if (_sitting.Observe is not { } observe)
        {
            return await work().ConfigureAwait(false);
        }

        await observe(span.Started(_sitting, input)).ConfigureAwait(false);
        try
        {
            JsonObject output = await work().ConfigureAwait(false);
            await observe(span.Ended(_sitting, output, error: null)).ConfigureAwait(false);
            return output;
        }
        catch (Exception error) when (error is not OperationCanceledException and not LeaseLostException)
        {
            await observe(span.Ended(_sitting, output: null, error.Message)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Does several things: one after the other where the runner keeps an order, otherwise at once.</summary>
    public Task<T[]> AllAsync<T>(IReadOnlyList<Func<Task<T>>> work) =>
        _sitting.IsOrdered ? ParallelWork.InOrderAsync(work) : ParallelWork.AtOnceAsync(work);

    public async ValueTask DisposeAsync()
    {
        foreach (IAgent agent in _agents.Values)
        {
            if (agent is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
        }

        await _tools.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private async Task<StepRecord> CarryOutAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        TimeProvider time = _sitting.TimeProvider;
        DateTimeOffset startedAt = time.GetUtcNow();
        long started = time.GetTimestamp();
        int most = 1 + Retries(question);
        Usage usage = Usage.Unknown;
        IAgent agent = AgentOf(question);
        await TellStartAsync(question).ConfigureAwait(false);
        for (int attempt = 1; ; attempt++)
        {
            StepAttempt tried = await StepAttempt
                .MakeAsync(_sitting, agent, question, attempt, Left(), cancellationToken)
                .ConfigureAwait(false);
            usage += tried.Usage;
            TimeSpan wait = tried.Error is null ? TimeSpan.Zero : _sitting.Backoff(attempt, tried.Error);
            if (tried.Error is null || attempt == most || !tried.MayBeRepeated || Left() <= wait)
            {
                return new StepRecord
                {
                    Path = question.Path,
                    Slot = question.Seat.Slot,
                    Agent = question.Seat.Agent.Name,
                    Input = question.Input,
                    Output = tried.Output,
                    Error = tried.Error?.Message,
                    Attempts = attempt,
                    Usage = usage,
                    StartedAt = startedAt,
                    Duration = time.GetElapsedTime(started),
                };
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan? Left() => question.TimeLimit - time.GetElapsedTime(started);
    }

    private int Retries(StepQuestion question) =>
        _sitting.Config.RetryOnFailure
            ? question.Retries ?? Math.Min(question.Seat.Agent.Config.MaxRetries, _sitting.Config.MaxRetries)
            : 0;

    private IAgent AgentOf(StepQuestion question) => _agents.GetOrAdd((question.Seat, question.Form), Create);

    private IAgent Create((Seat Seat, AnswerForm? Form) key)
    {
        AgentType agent = key.Seat.Agent;
        IReadOnlyList<Capability> capabilities = _sitting.Capabilities.Equip(agent, problems: []);
        return capabilities.Count > 0 || agent.Config.Tools.Count > 0
            ? new CapableAgent(agent, key.Form, capabilities, _place)
            : _sitting.Agents.Create(agent, key.Form);
    }

    private async Task KeepAsync(StepRecord step)
    {
        if (_sitting.Config.CheckpointEnabled)
        {
            await _sitting
                .Store.Executions.AppendAsync(_sitting.ExecutionId, _sitting.Owner, step)
                .ConfigureAwait(false);
        }

        lock (_usageGate)
        {
            Usage += step.Usage;
        }
    }

    private async ValueTask TellBothAsync(StepRecord step, StepQuestion question, bool isRecorded)
    {
        if (_sitting.Observe is { } observe)
        {
            await observe(StepEvents.Started(step, question, _sitting)).ConfigureAwait(false);
            await TellEndAsync(step, isRecorded).ConfigureAwait(false);
        }
    }

    private ValueTask TellStartAsync(StepQuestion question) =>
        _sitting.Observe?.Invoke(StepEvents.Started(question, _sitting)) ?? ValueTask.CompletedTask;

    private ValueTask TellEndAsync(StepRecord step, bool isRecorded) =>
        _sitting.Observe?.Invoke(StepEvents.Ended(step, isRecorded)) ?? ValueTask.CompletedTask;
}
