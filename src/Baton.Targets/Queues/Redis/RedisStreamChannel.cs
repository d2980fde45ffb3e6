using Baton.Agents;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>The asking end of two Redis streams.</summary>
/// <remarks>Replies are read by position, not by a group: several ends may read one stream, each takes out its own.</remarks>
internal sealed class RedisStreamChannel(RedisQueues queues) : IRequestChannel
{
    private readonly string _replies = queues.Options.Reply ?? $"{queues.Options.Request}:reply:{Guid.NewGuid():N}";

    private readonly List<string> _handled = [];
    private string? _position = queues.Options.Reply is null ? "0-0" : null;

    /// <inheritdoc/>
    public string Name => queues.Name;

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        queues.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string> OpenAsync(CancellationToken cancellationToken)
    {
        if (_position is null)
        {
            RespValue last = await queues
                .RunAsync(
                    _replies,
                    connection => connection.SendAsync("XREVRANGE", _replies, "+", "-", "COUNT", 1),
                    cancellationToken
                )
                .ConfigureAwait(false);
            _position = StreamEntry.Of(last) is [StreamEntry entry] ? entry.Id : "0-0";
        }

        await queues.Waiting.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return _replies;
    }

    /// <inheritdoc/>
    public async ValueTask<string> SendAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        string request = queues.Options.Request;
        RespValue id = await queues
            .RunAsync(
                request,
                connection =>
                    message.TraceParent is { } trace
                        ? connection.SendAsync(
                            "XADD",
                            request,
                            "*",
                            StreamEntry.DataField,
                            message.Body,
                            StreamEntry.TraceField,
                            trace
                        )
                        : connection.SendAsync("XADD", request, "*", StreamEntry.DataField, message.Body),
                cancellationToken
            )
            .ConfigureAwait(false);
        return id.Text;
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
                connection => connection.SendAsync("XDEL", queues.Options.Request, receipt),
                cancellationToken
            )
            .ConfigureAwait(false);
        return removed.Number > 0;
    }

    /// <inheritdoc/>
    public async ValueTask ReceiveAsync(Func<QueueReply, ValueTask<bool>> take, CancellationToken cancellationToken)
    {
        RespValue read = await queues.Waiting.RunAsync(ReadAsync, cancellationToken).ConfigureAwait(false);
        foreach (StreamEntry entry in StreamEntry.OfRead(read))
        {
            if (entry.Data is not { } data || await take(new QueueReply(data.Bytes, data.IsCut)).ConfigureAwait(false))
            {
                _handled.Add(entry.Id);
            }

            _position = entry.Id;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Farewell
            .SayAsync(token =>
                queues.RunAsync(
                    _replies,
                    connection =>
                        queues.Options.Reply is null ? connection.SendAsync("DEL", _replies)
                        : _handled.Count > 0 ? DeleteHandledAsync(connection)
                        : connection.SendAsync("PING"),
                    token
                )
            )
            .ConfigureAwait(false);
        await queues.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<RespValue> ReadAsync(RespConnection connection)
    {
        Task<RespValue>? deleting = _handled.Count > 0 ? DeleteHandledAsync(connection) : null;
        Task<RespValue> reading = connection.SendAsync(
            "XREAD",
            "COUNT",
            RedisQueues.LargestBatch,
            "BLOCK",
            RedisQueues.SecondsToWait * 1000,
            "STREAMS",
            _replies,
            _position!
        );
        if (deleting is not null)
        {
            await deleting.ConfigureAwait(false);
            _handled.Clear();
        }

        return queues.Checked(await reading.ConfigureAwait(false), _replies);
    }

    private Task<RespValue> DeleteHandledAsync(RespConnection connection) =>
        connection.SendAsync([(RespArgument)"XDEL", _replies, .. _handled.Select(static id => (RespArgument)id)]);
}
