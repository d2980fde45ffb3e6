using System.Globalization;
using Baton.Targets.Queues.Redis.Resp;
using Baton.Targets.Queues.Working;

namespace Baton.Targets.Queues.Redis;

/// <summary>The working end of Redis lists.</summary>
/// <remarks>
/// A request is moved into a list of this worker's own and goes from there when it is done. A key that expires says
/// that the worker lives; when it is gone, another worker moves what is left in that list back.
/// </remarks>
internal sealed class RedisListWork(RedisQueues queues, QueueDeliveryOptions delivery, TimeProvider time) : IWorkQueue
{
    // A request that is too long to be read can be named by its length alone.
    private const string MoveTooLong = """
        for _, message in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
          if #message > tonumber(ARGV[1]) then
            redis.call(ARGV[2], KEYS[2], message)
            redis.call('LREM', KEYS[1], 1, message)
          end
        end
        """;

    private readonly string _worker = Guid.NewGuid().ToString("N");
    private readonly RedisAbandoned _abandoned = new(queues, delivery.MaxDeliveries, delivery.Visibility);

    // Guards what is under way.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WorkItem> _underWay = new(StringComparer.Ordinal);
    private long _taken;
    private long? _sweptAt;
    private RespConnection? _takenOver;

    private string Request => queues.Options.Request;

    private string Own => RedisAbandoned.TakenBy(Request, _worker);

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

        await KeepAsync([], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<WorkItem>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        if (_sweptAt is not { } last || time.GetElapsedTime(last) >= delivery.Visibility / 2)
        {
            _sweptAt = time.GetTimestamp();
            IReadOnlyList<(ReadOnlyMemory<byte> Body, int Deliveries)> poison = await _abandoned
                .MoveBackAsync(_worker, cancellationToken)
                .ConfigureAwait(false);
            if (poison.Count > 0)
            {
                return [.. poison.Select(message => Begin(message.Body, message.Deliveries))];
            }
        }

        IReadOnlyList<RespValue> taken = await queues
            .Waiting.RunAsync(connection => TakeAsync(connection, most), cancellationToken)
            .ConfigureAwait(false);
        return [.. taken.Select(value => Begin(value.Bytes, deliveries: 1, value.IsCut))];
    }

    /// <inheritdoc/>
    public async ValueTask ReplyAsync(WorkReply reply, CancellationToken cancellationToken) =>
        await queues
            .RunAsync(reply.ReplyTo, connection => PushAsync(connection, reply), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(WorkItem item, WorkReply? last, CancellationToken cancellationToken)
    {
        await queues
            .RunAsync(
                last?.ReplyTo ?? Own,
                async connection =>
                {
                    // Nothing is waited for in between: the server carries out in order.
                    Task<RespValue>? pushing = last is null ? null : PushAsync(connection, last);
                    Task<RespValue> removing = connection.SendAsync("LREM", Own, -1, item.Body);
                    RespValue pushed = pushing is null ? RespValue.Null : await pushing.ConfigureAwait(false);
                    return pushed.IsError ? pushed : await removing.ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        End(item);
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(IReadOnlyCollection<WorkItem> items, CancellationToken cancellationToken) =>
        await queues
            .RunAsync(
                Request,
                connection =>
                {
                    _ = connection.SendAsync("SADD", RedisAbandoned.Workers(Request), _worker);
                    return connection.SendAsync(
                        "SET",
                        RedisAbandoned.Life(Request, _worker),
                        "1",
                        "PX",
                        (long)delivery.Visibility.TotalMilliseconds
                    );
                },
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask ReturnAsync(WorkItem item, CancellationToken cancellationToken) =>
        MoveAsync(item, "RPUSH", Request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask BuryAsync(WorkItem item, CancellationToken cancellationToken) =>
        MoveAsync(item, "LPUSH", Dead, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Farewell
            .SayAsync(async token =>
            {
                RespValue left = await queues
                    .RunAsync(Own, connection => connection.SendAsync("LLEN", Own), token)
                    .ConfigureAwait(false);
                if (left.Number == 0)
                {
                    await queues
                        .RunAsync(
                            Request,
                            connection => connection.SendAsync("SREM", RedisAbandoned.Workers(Request), _worker),
                            token
                        )
                        .ConfigureAwait(false);
                }

                return await queues
                    .RunAsync(
                        Request,
                        connection => connection.SendAsync("DEL", RedisAbandoned.Life(Request, _worker)),
                        token
                    )
                    .ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        await queues.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RespValue>> TakeAsync(RespConnection connection, int most)
    {
        if (_takenOver is not null && !ReferenceEquals(_takenOver, connection))
        {
            // The last command may have moved requests that this worker was not told of.
            RespValue own = queues.Checked(await connection.SendAsync("LRANGE", Own, 0, -1).ConfigureAwait(false), Own);
            _takenOver = connection;
            if (Unknown(own.Items) is { Count: > 0 } unknown)
            {
                return unknown;
            }
        }

        _takenOver = connection;
        Task<RespValue>[] moving =
        [
            connection.SendAsync("BLMOVE", Request, Own, "RIGHT", "LEFT", 1),
            .. Enumerable.Range(1, most - 1).Select(_ => connection.SendAsync("LMOVE", Request, Own, "RIGHT", "LEFT")),
        ];
        RespValue[] moved = await Task.WhenAll(moving).ConfigureAwait(false);
        return
        [
            .. moved.Select(value => queues.Checked(value, Request)).Where(static value => value.Kind != RespKind.Null),
        ];
    }

    private List<RespValue> Unknown(IReadOnlyList<RespValue> own)
    {
        lock (_gate)
        {
            List<ReadOnlyMemory<byte>> known = [.. _underWay.Values.Select(static item => item.Body)];
            List<RespValue> unknown = [];
            foreach (RespValue value in own)
            {
                int index = known.FindIndex(body => body.Span.SequenceEqual(value.Bytes.Span));
                if (index >= 0)
                {
                    known.RemoveAt(index);
                }
                else
                {
                    unknown.Add(value);
                }
            }

            return unknown;
        }
    }

    private WorkItem Begin(ReadOnlyMemory<byte> body, int deliveries, bool isCut = false)
    {
        lock (_gate)
        {
            WorkItem item = new((++_taken).ToString(CultureInfo.InvariantCulture), body, deliveries) { IsCut = isCut };
            _underWay.Add(item.Receipt, item);
            return item;
        }
    }

    private void End(WorkItem item)
    {
        lock (_gate)
        {
            _underWay.Remove(item.Receipt);
        }
    }

    // First there, then gone from here: in between it is in two places, never in none.
    private async ValueTask MoveAsync(
        WorkItem item,
        string push,
        string destination,
        CancellationToken cancellationToken
    )
    {
        await queues
            .RunAsync(
                destination,
                async connection =>
                {
                    if (item.IsCut)
                    {
                        return await connection
                            .SendAsync("EVAL", MoveTooLong, 2, Own, destination, RespReader.LargestText, push)
                            .ConfigureAwait(false);
                    }

                    RespValue pushed = await connection.SendAsync(push, destination, item.Body).ConfigureAwait(false);
                    return pushed.IsError
                        ? pushed
                        : await connection.SendAsync("LREM", Own, -1, item.Body).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        End(item);
    }

    private static Task<RespValue> PushAsync(RespConnection connection, WorkReply reply)
    {
        Task<RespValue> pushing = connection.SendAsync("LPUSH", reply.ReplyTo, reply.Body);
        _ = connection.SendAsync("EXPIRE", reply.ReplyTo, RedisQueues.ReplySeconds);
        return pushing;
    }
}
