using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Patterns;

namespace Baton.Topologies.Execution;

/// <summary>
/// Runs a topology over steps that ended before and asks nobody: it says which steps come next, or what came of it all.
/// </summary>
/// <remarks>Patterns wait for nothing but steps, so that they have come as far as they can when they first wait.</remarks>
internal sealed class Replay : IStepTaker
{
    private readonly IReadOnlyDictionary<string, StepRecord> _ended;
    private readonly List<StepQuestion> _asked = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private Replay(IReadOnlyDictionary<string, StepRecord> ended)
    {
        _ended = ended;
    }

    /// <summary>Replays.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="agents">Its agents.</param>
    /// <param name="input">Its input.</param>
    /// <param name="ended">The steps that ended, by path.</param>
    public static async Task<ReplayOutcome> OfAsync(
        Topology topology,
        IReadOnlyDictionary<string, AgentType> agents,
        JsonObject input,
        IReadOnlyDictionary<string, StepRecord> ended
    )
    {
        using CancellationTokenSource over = new();
        Replay replay = new(ended);
        Team team = Team.Of(topology, agents, part: "", problems: []);
        Task<JsonObject> running = TopologyPattern
            .Of(topology)
            .RunAsync(new TopologyScope(replay, path: "", team, over.Token), input);
        bool isOver = running.IsCompleted;
        await over.CancelAsync().ConfigureAwait(false);
        try
        {
            JsonObject output = await running.ConfigureAwait(false);
            return new ReplayOutcome(replay._asked, []) { Output = output };
        }
        catch (OperationCanceledException) when (!isOver)
        {
            return new ReplayOutcome(
                replay._asked,
                [.. replay._asked.Where(question => !ended.ContainsKey(question.Path))]
            );
        }
        catch (Exception failure)
        {
            return new ReplayOutcome(replay._asked, []) { Error = failure.Message };
        }
    }

    /// <inheritdoc/>
    public Task<StepReply> StepAsync(StepQuestion question, CancellationToken cancellationToken)
    {
        if (!_paths.Add(question.Path))
        {
            throw new InvalidOperationException($"Two steps have the path `{question.Path}`");
        }

        // What the cancelling of the replay lets patterns ask is no step of theirs.
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Add(question);
        return _ended.TryGetValue(question.Path, out StepRecord? record)
            ? Task.FromResult(new StepReply(record))
            : NeverAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<T[]> AllAsync<T>(IReadOnlyList<Func<Task<T>>> work) => Task.WhenAll(work.Select(each => each()));

    /// <inheritdoc/>
    public Task<JsonObject> SpanAsync(TopologySpan span, JsonObject input, Func<Task<JsonObject>> work) => work();

    private static Task<StepReply> NeverAsync(CancellationToken cancellationToken) =>
        new TaskCompletionSource<StepReply>().Task.WaitAsync(cancellationToken);
}

/// <summary>How far the steps that ended lead.</summary>
/// <param name="Asked">Every step the topology came to, ended or not, in the order in which it came to them.</param>
/// <param name="Next">Those of them that have not ended; empty when it is all over.</param>
internal sealed record ReplayOutcome(IReadOnlyList<StepQuestion> Asked, IReadOnlyList<StepQuestion> Next)
{
    /// <summary>The output, when there is one.</summary>
    public JsonObject? Output { get; init; }

    /// <summary>Why there will be none.</summary>
    public string? Error { get; init; }

    /// <summary>The part of a compound a step is in; empty for none.</summary>
    public string PartOf(string path) => Asked.FirstOrDefault(question => question.Path == path)?.Part ?? "";
}
