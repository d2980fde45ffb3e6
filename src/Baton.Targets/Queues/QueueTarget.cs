using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Sqs;
using Baton.Targets.Templates;

namespace Baton.Targets.Queues;

/// <summary>An agent whose workers take requests from a queue; see <c>docs/targets/queue.md</c>. Safe for concurrent use.</summary>
/// <remarks>All turns share two connections. Time-outs, retries and guards are laid around it by <see cref="TargetFactory"/>.</remarks>
public sealed class QueueTarget : ITarget
{
    private readonly ReplyInbox _inbox;

    /// <summary>Describes the target; opens no connection.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Queue"/> is given.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <exception cref="ArgumentException">There is no <c>queue:</c> section, or it names no queue.</exception>
    public QueueTarget(RunnerOptions options, TargetEnvironment environment)
    {
        QueueOptions queue =
            options.Queue
            ?? throw new ArgumentException("`queue` is not given in the `runner` section", nameof(options));
        DataPath? streamOutputPath = queue.StreamOutputPath ?? options.StreamOutputPath;
        _inbox = new ReplyInbox(
            Channel(queue, environment),
            new QueueRules(
                new AgentLineDecoder(streamOutputPath),
                DeltasWin: streamOutputPath is not null,
                queue.Timeout ?? options.TimeoutSeconds,
                environment.TimeProvider
            )
        );
    }

    /// <inheritdoc/>
    public string Name => _inbox.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => new QueueConversation(_inbox, context);

    /// <inheritdoc/>
    /// <remarks>Asks the server about the queues. Whether workers listen cannot be seen.</remarks>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _inbox.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    private static IRequestChannel Channel(QueueOptions queue, TargetEnvironment environment)
    {
        if (queue.Sqs is { } sqs)
        {
            return new SqsChannel(new SqsQueues(sqs, queue.ReconnectTimeout, environment));
        }

        RedisQueues redis = new(
            queue.Redis ?? throw new ArgumentException("`queue` names neither `redis` nor `sqs`", nameof(queue)),
            queue.ReconnectTimeout,
            environment.TimeProvider
        );
        return redis.Options.Mode == RedisQueueMode.List ? new RedisListChannel(redis) : new RedisStreamChannel(redis);
    }
}
