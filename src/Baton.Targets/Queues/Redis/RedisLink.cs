using System.Net.Sockets;
using System.Security.Authentication;
using Baton.Agents;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>A connection to a Redis server that is made again whenever it breaks. Thread-safe.</summary>
/// <param name="handshake">Opens connections.</param>
/// <param name="patience">How long a server that went away is waited for; <see cref="TimeSpan.MaxValue"/> for ever.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class RedisLink(RedisHandshake handshake, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _connecting = new(1);
    private RespConnection? _connection;
    private bool _wasConnected;

    /// <summary>The server.</summary>
    public RedisAddress Address => handshake.Address;

    /// <summary>Does something over the connection, again where the connection breaks meanwhile: it may happen twice.</summary>
    /// <remarks>A connection over which nothing comes for 15 seconds counts as broken; commands that block ask for less.</remarks>
    /// <param name="work">What to do.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="QueueException">The server is not there, did not come back in time, or refuses.</exception>
    public async ValueTask<T> RunAsync<T>(Func<RespConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        long? firstBreak = null;
        while (true)
        {
            RespConnection connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await WithinAsync(work(connection), connection, cancellationToken).ConfigureAwait(false);
            }
            catch (RespConnectionException broken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                firstBreak ??= time.GetTimestamp();
                if (broken.IsProtocol || time.GetElapsedTime(firstBreak.Value) >= patience)
                {
                    throw new QueueException(RedisFailure.Connecting(broken, Address));
                }
            }
        }
    }

    /// <summary>Gives a connection that works, making one where there is none.</summary>
    /// <exception cref="QueueException">The server is not there, did not come back in time, or refuses.</exception>
    public async ValueTask<RespConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _connection) is { IsUsable: true } usable)
        {
            return usable;
        }

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is { IsUsable: true } made)
            {
                return made;
            }

            if (_connection is not null)
            {
                await _connection.DisposeAsync().ConfigureAwait(false);
                _connection = null;
            }

            RespConnection connection = await TryUntilAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _connection, connection);
            _wasConnected = true;
            return connection;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
    }

    private async ValueTask<T> WithinAsync<T>(
        Task<T> work,
        RespConnection connection,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await work.WaitAsync(LongestSilence, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            RespConnectionException silent = new(
                new IOException($"the server said nothing for {LongestSilence.TotalSeconds:0} s")
            );
            connection.Abandon(silent.InnerException!);
            throw silent;
        }
    }

    private async ValueTask<RespConnection> TryUntilAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan wait = ShortestWait;
        while (true)
        {
            AgentError error = RedisFailure.Lost(new IOException("no attempt was made"), Address);
            using (CancellationTokenSource late = new(ConnectTimeout, time))
            using (
                CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
                    late.Token,
                    cancellationToken
                )
            )
            {
                try
                {
                    return await handshake.ConnectAsync(either.Token).ConfigureAwait(false);
                }
                catch (Exception failed)
                    when (failed
                            is SocketException
                                or IOException
                                or AuthenticationException
                                or RespConnectionException
                                or OperationCanceledException
                    )
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    error = RedisFailure.Connecting(failed, Address);
                }
            }

            if (!error.IsTransient || !_wasConnected || time.GetElapsedTime(start) >= patience)
            {
                throw new QueueException(error);
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }
}
