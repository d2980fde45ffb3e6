using Baton.Configuration;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Sqs;
using Baton.Targets.Templates;

namespace Baton.Targets.Queues;

/// <summary>The <c>queue:</c> section: an agent whose workers take requests from a queue. See <c>docs/targets/queue.md</c>.</summary>
public sealed record QueueOptions : IValidatedSection
{
    /// <summary>Queues in Redis; exactly one of this and <see cref="Sqs"/> is given.</summary>
    public RedisQueueOptions? Redis { get; init; }

    /// <summary>Queues in Amazon SQS, or in a server that speaks its JSON protocol.</summary>
    public SqsQueueOptions? Sqs { get; init; }

    /// <summary>
    /// The longest one turn may take, the wait in the queue included. Seconds or a duration. Default:
    /// <c>runner.timeout_seconds</c>.
    /// </summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long Baton tries to reach a server again that went away in the middle, before the runs that wait for it fail.
    /// A server that was never there is not waited for. Seconds or a duration. Default 30 s.
    /// </summary>
    [Range(0)]
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the text stands in each streamed reply. Default: the runner's own, then <c>delta</c>.</summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <summary>What <c>baton queue worker</c> does with messages whose worker went away. Default: see its members.</summary>
    public QueueDeliveryOptions Delivery { get; init; } = new();

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Redis is null && Sqs is null)
        {
            section.Error("", "no queue: give `redis` or `sqs`");
        }
        else if (Redis is not null && Sqs is not null)
        {
            section.Error("sqs", "2 queues: `redis`, `sqs`; keep exactly one");
        }

        if (Delivery.DeadLetter is { } deadLetter && Sqs is not null && SqsQueueUrl.Problem(deadLetter) is { } problem)
        {
            section.Error("delivery", $"`dead_letter` {problem}");
        }
    }
}

/// <summary>The <c>queue.delivery:</c> section: how the working end treats messages; the asking end does not look at it.</summary>
public sealed record QueueDeliveryOptions
{
    /// <summary>
    /// How long a worker may be silent before its messages are given to others. A live worker says every third of it
    /// that it is there, however long it works on a message. Seconds or a duration. Default 30 s.
    /// </summary>
    [Range(1, 43200)]
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a message is given to a worker before it is put aside as poison. Default 3.</summary>
    [Range(1, 1000)]
    public int MaxDeliveries { get; init; } = 3;

    /// <summary>
    /// Where poison goes: a list or stream of the same server, or the URL of an SQS queue. Default: <c>:dead</c> after
    /// the name of the request queue; with SQS nowhere, it is only answered with an error.
    /// </summary>
    public string? DeadLetter { get; init; }
}
