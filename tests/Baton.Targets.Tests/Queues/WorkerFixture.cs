using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Queues;
using Baton.Targets.Queues.Working;

namespace Baton.Targets.Tests.Queues;

/// <summary>A worker at work in this process; ends with the test.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly QueueWorker _worker;
    private readonly Task<QueueWorkerTally> _running;

    private RunningWorker(QueueWorker worker)
    {
        _worker = worker;
        _running = worker.RunAsync(_stop.Token, _abandon.Token);
    }

    /// <summary>What a person was told.</summary>
    public ConcurrentQueue<string> Reports { get; private init; } = new();

    /// <summary>Starts a worker.</summary>
    public static async Task<RunningWorker> StartAsync(
        ITarget target,
        QueueOptions queue,
        int concurrency = 8,
        TargetEnvironment? environment = null
    )
    {
        ConcurrentQueue<string> reports = new();
        QueueWorker worker = new(
            target,
            queue,
            environment ?? QueueFixture.Here,
            new QueueWorkerSettings { Concurrency = concurrency, Report = reports.Enqueue }
        );
        await worker.OpenAsync(QueueFixture.Cancellation);
        return new RunningWorker(worker) { Reports = reports };
    }

    /// <summary>Asks it to stop and waits until it did.</summary>
    public async Task<QueueWorkerTally> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    /// <summary>Asks it to go at once and waits until it did.</summary>
    public async Task<QueueWorkerTally> AbandonAsync()
    {
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        await _worker.DisposeAsync();
        _stop.Dispose();
        _abandon.Dispose();
    }
}

/// <summary>A target made of a function, so that a test sees what a worker hands to it.</summary>
internal sealed class FunctionTarget(
    Func<Turn, ConversationContext, CancellationToken, IAsyncEnumerable<AgentEvent>> answer
) : ITarget
{
    public string Name => "function";

    /// <summary>Answers with the input and how much was said before.</summary>
    public static FunctionTarget Echo { get; } =
        new((turn, _, _) => Of(new TextEvent($"to {turn.Input}"), new FinalEvent($"to {turn.Input}")));

    /// <summary>A turn of these events.</summary>
    public static async IAsyncEnumerable<AgentEvent> Of(params AgentEvent[] events)
    {
        foreach (AgentEvent item in events)
        {
            await Task.Yield();
            yield return item;
        }
    }

    /// <summary>A turn that never ends.</summary>
    public static async IAsyncEnumerable<AgentEvent> Never(
        Action begun,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        begun();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        yield break;
    }

    public IConversation StartConversation(ConversationContext context) => new Conversation(answer, context);

    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<AgentError?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Conversation(
        Func<Turn, ConversationContext, CancellationToken, IAsyncEnumerable<AgentEvent>> answer,
        ConversationContext context
    ) : IConversation
    {
        public IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken) =>
            answer(turn, context, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
