using Baton.Agents;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>The asking end of two Redis lists.</summary>
/// <remarks>
/// A reply stays in its list until it was handed over, so that none is lost when a connection breaks: the waiting
/// command moves the oldest one onto its own place, the next reads a batch, and the batch is cut off with the request
/// for the next one.
/// </remarks>
internal sealed class RedisListChannel(RedisQueues queues) : IRequestChannel
{
    private readonly string _replies = queues.Options.Reply ?? $"{queues.Options.Request}:reply:{Guid.NewGuid():N}";

    private RespConnection? _readFrom;
    private int _handled;

    /// <inheritdoc/>
    public string Name => queues.Name;

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        queues.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> OpenAsync(CancellationToken cancellationToken)
    {
        await queues.Waiting.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return _replies;
    }

    /// <inheritdoc/>
    public async ValueTask<string> SendAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        await queues
            .RunAsync(
                queues.Options.Request,
                connection => connection.SendAsync("LPUSH", queues.Options.Request, message.Body),
                cancellationToken
            )
            .ConfigureAwait(false);
        return message.Id;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WithdrawAsync(
        QueueMessage message,
        string receipt,
        CancellationToken cancellationToken
    )
    {
        RespValue removed = await queues
            .RunAsync(
                queues.Options.Request,
                connection => connection.SendAsync("LREM", queues.Options.Request, 0, message.Body),
                cancellationToken
            )
            .ConfigureAwait(false);
        return removed.Number > 0;
    }

    /// <inheritdoc/>
    public async ValueTask ReceiveAsync(Func<QueueReply, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        RespValue batch = await queues.Waiting.RunAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
        for (int index = batch.Items.Count - 1; index >= 0; index--)
        {
            await take(new QueueReply(batch.Items[index].Bytes, batch.Items[index].IsCut)).ConfigureAwait(false);
        }

        _handled = batch.Items.Count;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (queues.Options.Reply is null)
        {
            await Farewell
                .SayAsync(token =>
                    queues.RunAsync(_replies, connection => connection.SendAsync("DEL", _replies), token)
                )
                .ConfigureAwait(false);
        }

        await queues.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<RespValue> ReadAsync(RespConnection connection)
    {
        // On another connection it is not known whether the batch was cut off; it is read again then.
        if (_handled > 0 && ReferenceEquals(connection, _readFrom))
        {
            _ = connection.SendAsync("LTRIM", _replies, 0, -_handled - 1);
        }

        _handled = 0;
        _readFrom = connection;
        Task<RespValue> waiting = connection.SendAsync(
            "BLMOVE",
            _replies,
            _replies,
            "RIGHT",
            "RIGHT",
            RedisQueues.SecondsToWait
        );
        Task<RespValue> reading = connection.SendAsync("LRANGE", _replies, -RedisQueues.LargestBatch, -1);
        queues.Checked(await waiting.ConfigureAwait(false), _replies);
        return queues.Checked(await reading.ConfigureAwait(false), _replies);
    }
}
