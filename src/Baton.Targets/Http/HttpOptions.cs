using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>The <c>http:</c> section: an agent behind a URL.</summary>
public sealed record HttpOptions : IValidatedSection
{
    /// <summary>
    /// The address, absolute, <c>http</c> or <c>https</c>. May hold <c>${NAME}</c>, and behind the host paths into the
    /// turn (<c>/sessions/{{ run_id }}/chat</c>), whose values are percent-encoded.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The method. Default POST.</summary>
    public HttpVerb Method { get; init; } = HttpVerb.Post;

    /// <summary>Headers of every request; values may hold paths. Default: none.</summary>
    public IReadOnlyDictionary<string, Template> Headers { get; init; } = new Dictionary<string, Template>();

    /// <summary>
    /// What is added to the address behind <c>?</c>; values may hold paths. Default: none, but <c>input</c> for a GET
    /// that tells the input nowhere else.
    /// </summary>
    public IReadOnlyDictionary<string, Template>? Query { get; init; }

    /// <summary>
    /// What is sent. Default: <c>{"input": "$.input", "messages": "$.messages"}</c>, as a form <c>input</c> alone, as
    /// text the input itself; nothing with GET.
    /// </summary>
    public Template? BodyTemplate { get; init; }

    /// <summary>How <see cref="BodyTemplate"/> is sent. Default <c>json</c>.</summary>
    public BodyFormat BodyFormat { get; init; } = BodyFormat.Json;

    /// <summary>
    /// Where the answer stands in a JSON response. Default: the common shapes are tried (<c>output</c>,
    /// <c>response</c>, <c>message</c>, <c>choices[0].message.content</c> …). A response that is no JSON is the answer.
    /// </summary>
    public DataPath? ResponsePath { get; init; }

    /// <summary>
    /// Where a response, or an item of a stream, says that the agent failed; anything there but null, false and empty
    /// fails the run. Default: <c>error</c> where there is no answer.
    /// </summary>
    public DataPath? ErrorPath { get; init; }

    /// <summary>Whether the answer comes in pieces, and how. Default <c>none</c>.</summary>
    public StreamFormat Stream { get; init; } = StreamFormat.None;

    /// <summary>
    /// Where the text stands in each streamed item. Default: <c>runner.stream_output_path</c>, then the common shapes
    /// (<c>delta</c>, <c>text</c>, <c>content[].text</c>, <c>choices[0].delta.content</c> …).
    /// </summary>
    public DataPath? StreamOutputPath { get; init; }

    /// <summary>
    /// The names of the server-sent events to read; an event without a name is <c>message</c>. Events named
    /// <c>error</c> always count. Default: all.
    /// </summary>
    public IReadOnlyList<string> StreamEventFilter { get; init; } = [];

    /// <summary>The longest one call may take. Seconds or a duration. Default: <c>runner.timeout_seconds</c>.</summary>
    [Range(0.001)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>When a call is made again. Default: as <c>runner.max_retries</c> and <c>runner.retry_delay</c> say.</summary>
    public HttpRetryOptions? Retry { get; init; }

    /// <summary>Whether the server's certificate must be valid. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <inheritdoc/>
    public void Validate(SectionValidation section) => HttpOptionsCheck.Run(this, section);
}

/// <summary>The <c>http.retry:</c> section; replaces <c>max_retries</c> and <c>retry_delay</c>.</summary>
public sealed record HttpRetryOptions
{
    /// <summary>How often a call is made in all, the first time included. Default 3.</summary>
    [Range(1, 101)]
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// The wait before the second attempt; doubles each time, with jitter. A <c>Retry-After</c> of the server wins.
    /// Seconds or a duration. Default 1 s.
    /// </summary>
    [Range(0, 3600)]
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The statuses after which a call is made again. Default 429, 500, 502, 503, 504.</summary>
    public IReadOnlyList<int> StatusCodes { get; init; } = [429, 500, 502, 503, 504];
}

/// <summary>A request's method.</summary>
public enum HttpVerb
{
    /// <summary>GET.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("GET")]
    Get,

    /// <summary>POST.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("POST")]
    Post,

    /// <summary>PUT.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("PUT")]
    Put,

    /// <summary>PATCH.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("PATCH")]
    Patch,
}

/// <summary>How a body is sent.</summary>
public enum BodyFormat
{
    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As an HTML form (<c>application/x-www-form-urlencoded</c>).</summary>
    Form,

    /// <summary>As plain text.</summary>
    Text,
}

/// <summary>How an answer comes in pieces.</summary>
public enum StreamFormat
{
    /// <summary>It comes whole.</summary>
    None,

    /// <summary>As server-sent events.</summary>
    Sse,

    /// <summary>As one JSON value a line.</summary>
    Ndjson,
}
