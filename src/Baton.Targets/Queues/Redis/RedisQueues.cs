using Baton.Agents;
using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>The two connections of one end: one for commands, one that waits for messages.</summary>
internal sealed class RedisQueues : IAsyncDisposable
{
    /// <summary>How long the waiting connection waits before it asks again, so that a dead server is noticed.</summary>
    public const int SecondsToWait = 5;

    /// <summary>The most messages read at once.</summary>
    public const int LargestBatch = 64;

    /// <summary>How long a reply queue is kept that nobody reads any more, in seconds.</summary>
    public const int ReplySeconds = 3600;

    /// <summary>Describes the connections; opens none.</summary>
    /// <param name="options">The section.</param>
    /// <param name="patience">How long a server that went away is waited for.</param>
    /// <param name="time">The clock.</param>
    public RedisQueues(RedisQueueOptions options, TimeSpan patience, TimeProvider time)
    {
        Options = options;
        RedisHandshake handshake = new(RedisAddress.Parse(options.Url), options.VerifyTls);
        Commands = new RedisLink(handshake, patience, time);
        Waiting = new RedisLink(handshake, patience, time);
    }

    /// <summary>The section.</summary>
    public RedisQueueOptions Options { get; }

    /// <summary>For commands that are answered at once.</summary>
    public RedisLink Commands { get; }

    /// <summary>For commands that wait for messages.</summary>
    public RedisLink Waiting { get; }

    /// <summary>The request queue, for people.</summary>
    public string Name => $"{Options.Request} at {Commands.Address}";

    /// <summary>Gives the server a command, again where the connection breaks meanwhile.</summary>
    /// <param name="key">The key it is about, for messages.</param>
    /// <param name="command">Gives the command to a connection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="QueueException">The server is gone or refuses.</exception>
    public async ValueTask<RespValue> RunAsync(
        string key,
        Func<RespConnection, Task<RespValue>> command,
        CancellationToken cancellationToken
    ) => Checked(await Commands.RunAsync(command, cancellationToken).ConfigureAwait(false), key);

    /// <summary>The answer, if it is no error.</summary>
    /// <exception cref="QueueException">It is one.</exception>
    public RespValue Checked(RespValue reply, string key) =>
        reply.IsError ? throw new QueueException(RedisFailure.Refused(reply, Commands.Address, key)) : reply;

    /// <summary>Finds out whether the server is there and the keys are of the right type.</summary>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        string wanted = Options.Mode == RedisQueueMode.List ? "list" : "stream";
        try
        {
            foreach ((string setting, string? key) in new[] { ("request", Options.Request), ("reply", Options.Reply) })
            {
                if (key is null)
                {
                    continue;
                }

                RespValue type = await RunAsync(key, connection => connection.SendAsync("TYPE", key), cancellationToken)
                    .ConfigureAwait(false);
                if (type.Text is not "none" && type.Text != wanted)
                {
                    return new AgentError(
                        ErrorKind.Start,
                        $"`{key}` at {Commands.Address} is a {type.Text}, not a {wanted}; change `queue.redis.{setting}` or `queue.redis.mode`"
                    );
                }
            }

            return null;
        }
        catch (QueueException failed)
        {
            return failed.Error;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Waiting.DisposeAsync().ConfigureAwait(false);
        await Commands.DisposeAsync().ConfigureAwait(false);
    }
}
