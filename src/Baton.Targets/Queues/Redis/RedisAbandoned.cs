using System.Security.Cryptography;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>Finds lists of workers that went away and moves their requests back.</summary>
/// <param name="queues">The connections.</param>
/// <param name="maxDeliveries">How often a request may be given to a worker.</param>
/// <param name="visibility">How long a worker may be silent.</param>
internal sealed class RedisAbandoned(RedisQueues queues, int maxDeliveries, TimeSpan visibility)
{
    private const int SecondsCounted = 24 * 3600;

    private string Request => queues.Options.Request;

    /// <summary>The set of workers.</summary>
    public static string Workers(string request) => $"{request}:workers";

    /// <summary>The key that expires when a worker is silent.</summary>
    public static string Life(string request, string worker) => $"{request}:worker:{worker}";

    /// <summary>The list of what a worker has taken.</summary>
    public static string TakenBy(string request, string worker) => $"{request}:taken:{worker}";

    /// <summary>Moves requests back that nobody works on any more, to be taken next.</summary>
    /// <param name="self">The worker that asks; requests that were taken too often are moved into its own list.</param>
    /// <param name="cancellationToken">Ends it; what was moved is moved.</param>
    /// <returns>Requests that were taken too often, with the number this delivery would have.</returns>
    /// <exception cref="QueueException">The server is gone.</exception>
    public async ValueTask<IReadOnlyList<(ReadOnlyMemory<byte> Body, int Deliveries)>> MoveBackAsync(
        string self,
        CancellationToken cancellationToken
    )
    {
        List<(ReadOnlyMemory<byte>, int)> poison = [];
        RespValue workers = await RunAsync(cancellationToken, "SMEMBERS", Workers(Request)).ConfigureAwait(false);
        foreach (string worker in workers.Items.Select(static item => item.Text).Where(worker => worker != self))
        {
            if (await IsAbandonedAsync(worker, self, cancellationToken).ConfigureAwait(false))
            {
                await MoveBackAsync(worker, self, poison, cancellationToken).ConfigureAwait(false);
                await RunAsync(cancellationToken, "SREM", Workers(Request), worker).ConfigureAwait(false);
            }
        }

        return poison;
    }

    // One at a time looks after an abandoned list, so that what is seen at its end is what is moved.
    private async ValueTask<bool> IsAbandonedAsync(string worker, string self, CancellationToken cancellationToken)
    {
        RespValue lives = await RunAsync(cancellationToken, "EXISTS", Life(Request, worker)).ConfigureAwait(false);
        if (lives.Number != 0)
        {
            return false;
        }

        RespValue locked = await RunAsync(
                cancellationToken,
                "SET",
                $"{TakenBy(Request, worker)}:lock",
                self,
                "NX",
                "PX",
                (long)visibility.TotalMilliseconds
            )
            .ConfigureAwait(false);
        return locked.Kind != RespKind.Null;
    }

    private async ValueTask MoveBackAsync(
        string worker,
        string self,
        List<(ReadOnlyMemory<byte>, int)> poison,
        CancellationToken cancellationToken
    )
    {
        string taken = TakenBy(Request, worker);
        while (true)
        {
            RespValue oldest = await RunAsync(cancellationToken, "LINDEX", taken, -1).ConfigureAwait(false);
            if (oldest.Kind == RespKind.Null)
            {
                return;
            }

            string count = $"{Request}:deliveries:{Convert.ToHexStringLower(SHA256.HashData(oldest.Bytes.Span))}";
            RespValue deliveries = await RunAsync(cancellationToken, "INCR", count).ConfigureAwait(false);
            await RunAsync(cancellationToken, "EXPIRE", count, SecondsCounted).ConfigureAwait(false);
            if (deliveries.Number >= maxDeliveries)
            {
                await RunAsync(cancellationToken, "LMOVE", taken, TakenBy(Request, self), "RIGHT", "LEFT")
                    .ConfigureAwait(false);
                await RunAsync(cancellationToken, "DEL", count).ConfigureAwait(false);
                poison.Add((oldest.Bytes, (int)deliveries.Number + 1));
            }
            else
            {
                await RunAsync(cancellationToken, "LMOVE", taken, Request, "RIGHT", "RIGHT").ConfigureAwait(false);
            }
        }
    }

    private ValueTask<RespValue> RunAsync(CancellationToken cancellationToken, params RespArgument[] command) =>
        queues.RunAsync(Request, connection => connection.SendAsync(command), cancellationToken);
}
