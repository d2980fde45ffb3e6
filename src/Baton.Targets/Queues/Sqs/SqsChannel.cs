using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Streaming;

namespace Baton.Targets.Queues.Sqs;

/// <summary>The asking end of two SQS queues.</summary>
internal sealed class SqsChannel(SqsQueues queues) : IRequestChannel
{
    private const int PollSeconds = 20;
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30);

    // Replies for others in a shared queue come back soon, but not so soon that two ends toss them to and fro.
    private static readonly TimeSpan Foreign = TimeSpan.FromSeconds(1);
    private readonly RecentNames _seen = new();
    private string? _replies = queues.Options.ReplyUrl;

    /// <inheritdoc/>
    public string Name => queues.Options.RequestUrl;

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        queues.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> OpenAsync(CancellationToken cancellationToken)
    {
        if (_replies is null)
        {
            JsonElement made = await queues
                .CallAsync(
                    "CreateQueue",
                    new JsonObject
                    {
                        ["QueueName"] = $"baton-reply-{Guid.NewGuid():N}",
                        ["Attributes"] = new JsonObject { ["MessageRetentionPeriod"] = "3600" },
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            _replies = made.Text("QueueUrl"u8) ?? throw SqsFailure.Lacks("CreateQueue", "QueueUrl");
        }

        return _replies;
    }

    /// <inheritdoc/>
    public ValueTask<string> SendAsync(QueueMessage message, CancellationToken cancellationToken) =>
        queues.SendAsync(
            queues.Options.RequestUrl,
            message.Body,
            message.TraceParent,
            message.Conversation,
            message.Id,
            cancellationToken
        );

    /// <inheritdoc/>
    /// <remarks>SQS deletes only what was received; workers drop the request once it has expired.</remarks>
    public ValueTask<bool> WithdrawAsync(QueueMessage message, string receipt, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    /// <inheritdoc/>
    public async ValueTask ReceiveAsync(Func<QueueReply, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        string queue = _replies!;
        IReadOnlyList<SqsMessage> messages = await queues
            .ReceiveAsync(queue, int.MaxValue, PollSeconds, Hidden, cancellationToken)
            .ConfigureAwait(false);
        List<string> handled = [];
        List<string> foreign = [];
        foreach (SqsMessage message in messages)
        {
            bool isOurs = _seen.Contains(message.Id) || await take(new QueueReply(message.Body)).ConfigureAwait(false);
            if (isOurs)
            {
                _seen.Add(message.Id);
            }

            (isOurs ? handled : foreign).Add(message.Receipt);
        }

        if (handled.Count > 0)
        {
            await queues.DeleteAsync(queue, handled, cancellationToken).ConfigureAwait(false);
        }

        if (foreign.Count > 0)
        {
            await queues.HideAsync(queue, foreign, Foreign, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (queues.Options.ReplyUrl is null && _replies is { } own)
        {
            await Farewell
                .SayAsync(token => queues.CallAsync("DeleteQueue", new JsonObject { ["QueueUrl"] = own }, token))
                .ConfigureAwait(false);
        }

        queues.Dispose();
    }
}
