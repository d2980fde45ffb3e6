using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Patterns;
using Baton.Topologies.Store;

namespace Baton.Topologies.Runners;

/// <summary>
/// The steps of one execution, as a runner carries them out: which come next, what came of one. The runner decides where
/// and in which order. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A step is in the store, and was told to whoever looks on, when the method that carries it out or records it returns.
/// </remarks>
public sealed class ExecutionSteps : IDisposable
{
    private readonly ExecutionSitting _sitting;
    private readonly ExecutionRun _run;
    private readonly ConcurrentDictionary<string, StepRecord> _ended;
    private readonly ReplayEvents? _events;
    private readonly SemaphoreSlim _telling = new(1);
    private JsonObject? _output;

    internal ExecutionSteps(
        ExecutionRecord execution,
        ExecutionSitting sitting,
        ExecutionRun run,
        IReadOnlyList<StepRecord> recorded
    )
    {
        Execution = execution;
        _sitting = sitting;
        _run = run;
        _events = sitting.Observe is { } observe ? new ReplayEvents(sitting, observe) : null;
        _ended = new ConcurrentDictionary<string, StepRecord>(StringComparer.Ordinal);
        foreach (StepRecord step in recorded)
        {
            _ended[step.Path] = step;
        }
    }

    /// <summary>The execution: topology, agents, input, limits.</summary>
    public ExecutionRecord Execution { get; }

    /// <summary>The steps that ended so far, those of earlier sittings included, by path.</summary>
    public IReadOnlyDictionary<string, StepRecord> Ended => _ended;

    /// <summary>
    /// The paths of the steps that can be carried out now, in the order in which the topology asks for them. They may be
    /// carried out at once. Empty when the outcome is known, or a person has to decide first.
    /// </summary>
    /// <remarks>The topology is replayed for the answer: ask once after each step, not more often.</remarks>
    public async Task<IReadOnlyList<string>> NextAsync()
    {
        ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
        return [.. outcome.Next.Select(question => question.Path)];
    }

    /// <summary>Carries out one of the next steps in this process, with its time-out and its retries.</summary>
    /// <param name="path">The step.</param>
    /// <param name="cancellationToken">Ends it; nothing is recorded then.</param>
    /// <returns>What came of it, also when it failed.</returns>
    /// <exception cref="TopologyException">It is none of the next steps.</exception>
    public async Task<StepRecord> CarryOutAsync(string path, CancellationToken cancellationToken)
    {
        ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
        StepQuestion question =
            outcome.Next.FirstOrDefault(next => next.Path == path)
            ?? throw new TopologyException(
                $"`{path}` is no step that can be carried out now; those are: "
                    + (outcome.Next.Count == 0 ? "none" : string.Join(", ", outcome.Next.Select(next => next.Path)))
            );
        await TellAsync(events => events.TellBegunAsync(outcome)).ConfigureAwait(false);
        StepReply reply = await _run.TakeAsync(question, cancellationToken).ConfigureAwait(false);
        _ended[path] = reply.Record;
        await TellAsync(TellAsync).ConfigureAwait(false);
        return reply.Record;
    }

    /// <summary>Records a step that was carried out in another place. One that ended before stays as it is.</summary>
    /// <param name="step">What came of it.</param>
    /// <exception cref="LeaseLostException">Another process has the execution; nothing was written.</exception>
    public async Task RecordAsync(StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        StepQuestion? question = null;
        await TellAsync(async events =>
            {
                ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
                question = outcome.Next.FirstOrDefault(next => next.Path == step.Path);
                await events.TellBegunAsync(outcome).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        if (_ended.TryAdd(step.Path, step))
        {
            await _run.RecordAsync(step, question).ConfigureAwait(false);
            await TellAsync(TellAsync).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _telling.Dispose();

    /// <summary>Carries out everything here, as fast as permits and order allow, without replays.</summary>
    internal async Task RunAllAsync(CancellationToken cancellationToken)
    {
        Team team = Team.Of(Execution.Topology, Execution.Agents, part: "", problems: []);
        TopologyScope scope = new(_run, path: "", team, cancellationToken);
        _output = await _run.SpanAsync(
                new TopologySpan(Path: "", Around: "", Execution.Topology),
                Execution.Input,
                () => TopologyPattern.Of(Execution.Topology).RunAsync(scope, Execution.Input)
            )
            .ConfigureAwait(false);
    }

    /// <summary>Tells of what ended in earlier sittings.</summary>
    internal Task BeginAsync() =>
        TellAsync(async events =>
        {
            ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
            await events.TellBegunAsync(outcome).ConfigureAwait(false);
            foreach (StepQuestion question in outcome.Asked)
            {
                if (_ended.TryGetValue(question.Path, out StepRecord? step))
                {
                    await _run.TellRecordedAsync(step, question).ConfigureAwait(false);
                }
            }

            await events.TellEndedAsync(outcome).ConfigureAwait(false);
        });

    /// <summary>What people were asked, and what they said.</summary>
    internal Task<IReadOnlyList<Approval>> ApprovalsAsync() =>
        _sitting.Store.Approvals.ReadAsync(Execution.Id, CancellationToken.None);

    /// <summary>The output, once the runner has done what it could.</summary>
    /// <exception cref="TopologyException">The execution failed, or steps are missing.</exception>
    internal async Task<JsonObject> OutputAsync(string runnerType)
    {
        if (_output is not null)
        {
            return _output;
        }

        ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
        return outcome.Output
            ?? throw outcome.Failure
                ?? new TopologyException(
                    $"The runner `{runnerType}` ended before these steps: {string.Join(", ", outcome.Next.Select(step => step.Path))}"
                );
    }

    private async Task TellAsync(Func<ReplayEvents, Task> tell)
    {
        if (_events is null)
        {
            return;
        }

        await _telling.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await tell(_events).ConfigureAwait(false);
        }
        finally
        {
            _telling.Release();
        }
    }

    private async Task TellAsync(ReplayEvents events)
    {
        ReplayOutcome outcome = await ReplayAsync().ConfigureAwait(false);
        await events.TellBegunAsync(outcome).ConfigureAwait(false);
        await events.TellEndedAsync(outcome).ConfigureAwait(false);
    }

    private Task<ReplayOutcome> ReplayAsync() =>
        Replay.OfAsync(Execution.Topology, Execution.Agents, Execution.Input, _sitting, _ended);
}
