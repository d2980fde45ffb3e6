using Baton.Configuration;

namespace Baton.Targets.Queues.Redis;

/// <summary>The <c>queue.redis:</c> section: requests and replies in lists or streams of a Redis server, 6.2 or newer.</summary>
public sealed record RedisQueueOptions : IValidatedSection
{
    /// <summary>
    /// The server: <c>redis://[user[:password]@]host[:port][/database]</c>, <c>rediss://…</c> for TLS, or
    /// <c>unix:///path/to/socket[?db=database]</c>.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The list or stream that workers take requests from.</summary>
    public required string Request { get; init; }

    /// <summary>
    /// The list or stream that workers put replies into. Default: one of its own for each experiment, removed at its
    /// end. A list that is given must not be read by two experiments at once; a stream may.
    /// </summary>
    public string? Reply { get; init; }

    /// <summary>Whether the queues are lists or streams. Default <c>list</c>.</summary>
    public RedisQueueMode Mode { get; init; }

    /// <summary>The consumer group of <c>baton queue worker</c> with <c>mode: stream</c>. Default <c>baton</c>.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the server's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (RedisAddress.Problem(Url) is { } problem)
        {
            section.Error("url", problem);
        }

        if (Request.Length == 0)
        {
            section.Error("request", "is empty; name the list or stream that workers take requests from");
        }

        if (string.Equals(Request, Reply, StringComparison.Ordinal))
        {
            section.Error("reply", "is the request queue; replies need one of their own, or leave it out");
        }

        if (Group is not null && Mode == RedisQueueMode.List)
        {
            section.Error("group", "goes with `mode: stream`; lists know no groups");
        }
    }
}

/// <summary>What holds the messages.</summary>
public enum RedisQueueMode
{
    /// <summary>Lists: pushed left, taken from the right.</summary>
    List,

    /// <summary>Streams with a consumer group; the message is the field <c>data</c> of an entry.</summary>
    Stream,
}
