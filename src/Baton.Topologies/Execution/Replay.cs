using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>
/// Runs a topology over steps that ended before and asks no agent: it says which steps come next, or what came of it all.
/// What people decided holds; who has to be asked is asked.
/// </summary>
/// <remarks>Patterns wait for nothing but steps, so that they have come as far as they can when they first wait.</remarks>
internal sealed class Replay : IStepTaker
{
    private readonly ExecutionSitting _sitting;
    private readonly IReadOnlyDictionary<string, StepRecord> _ended;
    private readonly List<StepQuestion> _asked = [];
    private readonly List<ReplayedSpan> _spans = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly StepReview _review;

    private Replay(ExecutionSitting sitting, ApprovalGate gate, IReadOnlyDictionary<string, StepRecord> ended)
    {
        _sitting = sitting;
        _ended = ended;
        _review = new StepReview(gate, TakeAsync);
    }

    /// <summary>Replays.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">Its agents.</param>
    /// <param name="input">Its input.</param>
    /// <param name="sitting">The execution, and where people are asked.</param>
    /// <param name="ended">The steps that ended, by path.</param>
    public static async Task<ReplayOutcome> OfAsync(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        JsonObject input,
        ExecutionSitting sitting,
        IReadOnlyDictionary<string, StepRecord> ended
    )
    {
        IApprovals kept = sitting.Store.Approvals;
        NotedApprovals approvals = new(
            await kept.ReadAsync(sitting.ExecutionId, CancellationToken.None).ConfigureAwait(false)
        );
        ExecutionSitting quiet = sitting with { Store = new NotedStore(sitting.Store, approvals), Observe = null };
        using ApprovalGate gate = new(quiet);
        Replay replay = new(quiet, gate, ended);
        ReplayOutcome outcome = await replay
            .RunAsync(topology, Team.Of(topology, agents, part: "", problems: []), input)
            .ConfigureAwait(false);
        await approvals.WriteAsync(sitting.ExecutionId, kept, CancellationToken.None).ConfigureAwait(false);
        return outcome;
    }

    /// <inheritdoc/>
    public Task<StepReply> StepAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        StepQuestion formed = question.WithOutputFormat();
        return _review.CarryOutAsync(
            formed,
            _sitting.Capabilities.Equip(formed.Seat.Agent, problems: []),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task<T[]> AllAsync<T>(IReadOnlyList<Func<Task<T>>> work) => ParallelWork.AtOnceAsync(work);

    /// <inheritdoc/>
    public async Task<JsonObject> SpanAsync(TopologySpan span, JsonObject input, Func<Task<JsonObject>> work)
    {
        int place = _spans.Count;
        _spans.Add(new ReplayedSpan(span, input));
        try
        {
            JsonObject output = await work().ConfigureAwait(false);
            _spans[place] = _spans[place] with { Output = output };
            return output;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _spans[place] = _spans[place] with { Error = error.Message };
            throw;
        }
    }

    private async Task<ReplayOutcome> RunAsync(Topology topology, Team team, JsonObject input)
    {
        using CancellationTokenSource over = new();
        TopologyScope scope = new(this, path: "", team, over.Token);
        Task<JsonObject> running = SpanAsync(
            new TopologySpan(Path: "", Around: "", topology),
            input,
            () => TopologyPattern.Of(topology).RunAsync(scope, input)
        );
        bool isOver = running.IsCompleted;
        await over.CancelAsync().ConfigureAwait(false);
        try
        {
            return new ReplayOutcome(_asked, [], _spans) { Output = await running.ConfigureAwait(false) };
        }
        catch (Exception) when (!isOver)
        {
            return new ReplayOutcome(_asked, [.. _asked.Where(question => !_ended.ContainsKey(question.Path))], _spans);
        }
        catch (Exception end)
        {
            return new ReplayOutcome(_asked, [], _spans) { Failure = end };
        }
    }

    private Task<StepReply> TakeAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        if (!_paths.Add(question.Path))
        {
            throw new InvalidOperationException($"Two steps have the path `{question.Path}`");
        }

        // What patterns ask for while the replay is taken down is no step of theirs.
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Add(question);
        return _ended.TryGetValue(question.Path, out StepRecord? record)
            ? Task.FromResult(new StepReply(record))
            : new TaskCompletionSource<StepReply>().Task.WaitAsync(cancellationToken);
    }
}

/// <summary>How far the steps that ended lead.</summary>
/// <param name="Asked">Every step the topology came to, ended or not, in the order in which it came to them.</param>
/// <param name="Next">Those of them that have not ended; empty when it is all over, or waits for a person.</param>
/// <param name="Spans">The topologies it came to, in the order in which they began.</param>
internal sealed record ReplayOutcome(
    IReadOnlyList<StepQuestion> Asked,
    IReadOnlyList<StepQuestion> Next,
    IReadOnlyList<ReplayedSpan> Spans
)
{
    /// <summary>The output, when there is one.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why there is none: <see cref="ExecutionPausedException"/> when a person has to decide, otherwise it failed.</summary>
    public Exception? Failure { get; init; }

    /// <summary>How the execution stands.</summary>
    public ExecutionStatus Status =>
        Output is not null ? ExecutionStatus.Completed
        : Failure is ExecutionPausedException ? ExecutionStatus.Paused
        : Failure is not null ? ExecutionStatus.Failed
        : ExecutionStatus.Running;
}

/// <summary>A topology that was replayed.</summary>
/// <param name="Span">Which.</param>
/// <param name="Input">What it was given.</param>
/// <param name="Output">Its output, when it has ended well.</param>
/// <param name="Error">Why it came to none.</param>
internal sealed record ReplayedSpan(
    TopologySpan Span,
    JsonObject Input,
    JsonObject? Output = null,
    string? Error = null
)
{
    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Output is not null || Error is not null;
}
