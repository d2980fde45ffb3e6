using Baton.Targets.Queues.Redis.Resp;
using Baton.Targets.Queues.Working;

namespace Baton.Targets.Queues.Redis;

/// <summary>The working end of a Redis stream: a consumer in a group.</summary>
internal sealed class RedisStreamWork(RedisQueues queues, QueueDeliveryOptions delivery, TimeProvider time) : IWorkQueue
{
    private const string UsualGroup = "baton";
    private const int WaitMilliseconds = 1000;
    private readonly string _consumer = Guid.NewGuid().ToString("N");
    private readonly string _group = queues.Options.Group ?? UsualGroup;
    private long? _claimedAt;
    private RespConnection? _readFrom;

    private string Request => queues.Options.Request;

    private string Dead => delivery.DeadLetter ?? $"{Request}:dead";

    /// <inheritdoc/>
    public string Name => queues.Name;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (await queues.ProbeAsync(cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw new QueueException(problem);
        }

        RespValue made = await queues.Commands.RunAsync(CreateGroupAsync, cancellationToken).ConfigureAwait(false);
        if (made.IsError && !made.Text.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            queues.Checked(made, Request);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkItem>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        if (_claimedAt is not { } last || time.GetElapsedTime(last) >= delivery.Visibility / 2)
        {
            IReadOnlyList<WorkItem> claimed = await ClaimAsync(most, cancellationToken).ConfigureAwait(false);
            if (claimed.Count > 0)
            {
                return claimed;
            }

            _claimedAt = time.GetTimestamp();
        }

        RespValue read = await queues
            .Waiting.RunAsync(connection => ReadAsync(connection, most), cancellationToken)
            .ConfigureAwait(false);
        return [.. StreamEntry.OfRead(queues.Checked(read, Request)).Select(static entry => Item(entry, 1))];
    }

    /// <inheritdoc/>
    public async ValueTask ReplyAsync(WorkReply reply, CancellationToken cancellationToken) =>
        await queues
            .RunAsync(reply.ReplyTo, connection => AddAsync(connection, reply), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(WorkItem item, WorkReply? last, CancellationToken cancellationToken) =>
        await queues
            .RunAsync(
                last?.ReplyTo ?? Request,
                async connection =>
                {
                    RespValue added = last is null
                        ? RespValue.Null
                        : await AddAsync(connection, last).ConfigureAwait(false);
                    return added.IsError ? added : await RemoveAsync(connection, item).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask KeepAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken)
    {
        if (items.Count > 0)
        {
            await queues
                .RunAsync(
                    Request,
                    connection =>
                        connection.SendAsync([
                            (RespArgument)"XCLAIM",
                            Request,
                            _group,
                            _consumer,
                            0,
                            .. items.Select(static item => (RespArgument)item.Receipt),
                            "JUSTID",
                        ]),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReturnAsync(WorkItem item, CancellationToken cancellationToken) =>
        MoveAsync(item, Request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask BuryAsync(WorkItem item, CancellationToken cancellationToken) =>
        MoveAsync(item, Dead, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Farewell
            .SayAsync(async token =>
            {
                // A consumer that goes takes what it was given with it, also what it never heard of.
                RespValue pending = await queues
                    .RunAsync(
                        Request,
                        connection => connection.SendAsync("XPENDING", Request, _group, "-", "+", 1, _consumer),
                        token
                    )
                    .ConfigureAwait(false);
                return pending.Items.Count > 0
                    ? pending
                    : await queues
                        .RunAsync(
                            Request,
                            connection => connection.SendAsync("XGROUP", "DELCONSUMER", Request, _group, _consumer),
                            token
                        )
                        .ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        await queues.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<RespValue> ReadAsync(RespConnection connection, int most)
    {
        bool isNew = _readFrom is not null && !ReferenceEquals(_readFrom, connection);
        _readFrom = connection;
        if (isNew)
        {
            // The last command may have brought requests that this worker was not told of. Those it knows of come too.
            RespValue own = await connection
                .SendAsync("XREADGROUP", "GROUP", _group, _consumer, "STREAMS", Request, "0-0")
                .ConfigureAwait(false);
            if (StreamEntry.OfRead(own).Count > 0)
            {
                return own;
            }
        }

        RespValue read = await ReadOnceAsync(connection, most).ConfigureAwait(false);
        if (read.IsError && read.Text.StartsWith("NOGROUP", StringComparison.Ordinal))
        {
            // The server lost its data, or somebody deleted the stream.
            await CreateGroupAsync(connection).ConfigureAwait(false);
            return await ReadOnceAsync(connection, most).ConfigureAwait(false);
        }

        return read;
    }

    private Task<RespValue> ReadOnceAsync(RespConnection connection, int most) =>
        connection.SendAsync(
            "XREADGROUP",
            "GROUP",
            _group,
            _consumer,
            "COUNT",
            most,
            "BLOCK",
            WaitMilliseconds,
            "STREAMS",
            Request,
            ">"
        );

    private Task<RespValue> CreateGroupAsync(RespConnection connection) =>
        connection.SendAsync("XGROUP", "CREATE", Request, _group, "0", "MKSTREAM");

    private async ValueTask<IReadOnlyList<WorkItem>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        RespValue claimed = await queues
            .Commands.RunAsync(
                connection =>
                    connection.SendAsync(
                        "XAUTOCLAIM",
                        Request,
                        _group,
                        _consumer,
                        (long)delivery.Visibility.TotalMilliseconds,
                        "0-0",
                        "COUNT",
                        most
                    ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (claimed.IsError)
        {
            return claimed.Text.StartsWith("NOGROUP", StringComparison.Ordinal)
                ? []
                : throw new QueueException(RedisFailure.Refused(claimed, queues.Commands.Address, Request));
        }

        List<WorkItem> items = [];
        foreach (StreamEntry entry in StreamEntry.Of(claimed.Items[1]))
        {
            RespValue pending = await queues
                .RunAsync(
                    Request,
                    connection => connection.SendAsync("XPENDING", Request, _group, entry.Id, entry.Id, 1),
                    cancellationToken
                )
                .ConfigureAwait(false);
            items.Add(Item(entry, pending.Items is [{ Items: [_, _, _, { } count] }] ? (int)count.Number : 1));
        }

        return items;
    }

    // First there, then gone from here: in between it is in two places, never in none.
    private async ValueTask MoveAsync(WorkItem item, string destination, CancellationToken cancellationToken) =>
        await queues
            .RunAsync(
                destination,
                async connection =>
                {
                    RespValue added = await connection
                        .SendAsync("XADD", destination, "*", StreamEntry.DataField, item.Body)
                        .ConfigureAwait(false);
                    return added.IsError ? added : await RemoveAsync(connection, item).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    private Task<RespValue> RemoveAsync(RespConnection connection, WorkItem item)
    {
        Task<RespValue> acknowledging = connection.SendAsync("XACK", Request, _group, item.Receipt);
        _ = connection.SendAsync("XDEL", Request, item.Receipt);
        return acknowledging;
    }

    private static Task<RespValue> AddAsync(RespConnection connection, WorkReply reply)
    {
        Task<RespValue> adding = connection.SendAsync("XADD", reply.ReplyTo, "*", StreamEntry.DataField, reply.Body);
        _ = connection.SendAsync("EXPIRE", reply.ReplyTo, RedisQueues.ReplySeconds);
        return adding;
    }

    private static WorkItem Item(StreamEntry entry, int deliveries) =>
        new(entry.Id, entry.Data?.Bytes ?? default, deliveries)
        {
            IsCut = entry.Data?.IsCut ?? false,
            TraceParent = entry[StreamEntry.TraceField]?.Text,
        };
}
