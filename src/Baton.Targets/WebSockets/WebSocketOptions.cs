using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.WebSockets;

/// <summary>The <c>websocket:</c> section: an agent behind a WebSocket. See <c>docs/targets/websocket.md</c>.</summary>
public sealed record WebSocketOptions : IValidatedSection
{
    /// <summary>
    /// The address, absolute, <c>ws</c> or <c>wss</c>. May hold <c>${NAME}</c>, and behind the host paths into the first
    /// turn (<c>/sessions/{{ run_id }}</c>), whose values are percent-encoded.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>Headers of the handshake; values may hold paths. Default: none.</summary>
    public IReadOnlyDictionary<string, Template> Headers { get; init; } = new Dictionary<string, Template>();

    /// <summary>The subprotocols offered, the best first. Default: none.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>What is sent once, when a connection was opened. Default: nothing.</summary>
    public Template? OpenTemplate { get; init; }

    /// <summary>
    /// Where a message of the server says that it is ready for the first turn; <c>$</c> stands for any message. What
    /// comes up to there is no answer. Default: nothing is waited for.
    /// </summary>
    public DataPath? ReadyPath { get; init; }

    /// <summary>What must stand at <see cref="ReadyPath"/>. Default: anything but null, false, zero and empty.</summary>
    public string? ReadyValue { get; init; }

    /// <summary>
    /// What is sent in each turn. Default: the <c>input</c> object of the JSONL protocol,
    /// <c>{"type": "input", "input": …, "context": …}</c>.
    /// </summary>
    public Template? MessageTemplate { get; init; }

    /// <summary>The kind of the messages sent; both are read. Default <c>text</c>.</summary>
    public MessageFormat MessageFormat { get; init; } = MessageFormat.Text;

    /// <summary>
    /// Where the text stands in each message. Default: <c>runner.stream_output_path</c>, then the common shapes
    /// (<c>delta</c>, <c>text</c>, <c>content[].text</c>, <c>output</c> …).
    /// </summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <summary>
    /// Where a message says that the agent failed; anything there but null, false, zero and empty fails the run.
    /// Default: <c>error</c>, or a message of <c>type: error</c>.
    /// </summary>
    public DataPath? ErrorPath { get; init; }

    /// <summary>
    /// Where a message says that the answer is complete; with <see cref="DoneValue"/> <c>$</c> stands for the whole
    /// message. Default: <c>type</c> is <c>final</c>, <c>done</c>, <c>end</c>, <c>complete</c>, <c>completed</c> or
    /// <c>result</c>; <c>done: true</c>; or the message holds the whole answer (<c>output</c>, <c>answer</c> …).
    /// </summary>
    public DataPath? DonePath { get; init; }

    /// <summary>What must stand at <see cref="DonePath"/>. Default: anything but null, false, zero and empty.</summary>
    public string? DoneValue { get; init; }

    /// <summary>Whether the first message with text is the whole answer. Default no.</summary>
    public bool SingleMessage { get; init; }

    /// <summary>
    /// How long nothing must come after the first message for the answer to be complete; for agents that say in no other
    /// way that they are done. Seconds or a duration. Default: silence completes nothing.
    /// </summary>
    [Range(0.001)]
    public TimeSpan? DoneSilence { get; init; }

    /// <summary>The longest one turn may take, opening the connection included. Seconds or a duration. Default: <c>runner.timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>The longest wait for the next message of an answer; pings do not count. Seconds or a duration. Default 60 s.</summary>
    [Range(0.001)]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the server is told that Baton is still there; 0 for never. Seconds or a duration. Default 30 s.</summary>
    [Range(0)]
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the server may take to answer a ping before the connection counts as lost. Seconds or a duration.
    /// Default: no answer is asked for, since an agent at work may be too busy to give one.
    /// </summary>
    [Range(0.001)]
    public TimeSpan? PingTimeout { get; init; }

    /// <summary>
    /// When a connection is opened again. Default: as <c>runner.max_retries</c> and <c>runner.retry_delay</c> say, and
    /// once when it was closed between two turns.
    /// </summary>
    public ReconnectOptions? Reconnect { get; init; }

    /// <summary>Whether the server's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section) => WebSocketOptionsCheck.Run(this, section);
}

/// <summary>The <c>websocket.reconnect:</c> section; replaces <c>max_retries</c> and <c>retry_delay</c>.</summary>
/// <remarks>A turn is only repeated while nothing of its answer came.</remarks>
public sealed record ReconnectOptions
{
    /// <summary>
    /// How often a connection is opened again in one turn; 0 for never, also not when it was closed between two turns.
    /// Default 3.
    /// </summary>
    [Range(0, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>The wait before the first time; doubles each time, with jitter. Seconds or a duration. Default 1 s.</summary>
    [Range(0, 3600)]
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>The kind of a message.</summary>
public enum MessageFormat
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>The same bytes, UTF-8, as a binary message.</summary>
    Binary,
}
