using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>Sends requests and reads responses. Safe for concurrent use.</summary>
internal sealed class HttpExchange : IDisposable
{
    private const int LargestAnswer = 64 * 1024 * 1024;
    private const int LargestFailure = 64 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly StreamFormat _stream;
    private readonly StreamRules _rules;
    private readonly HttpKeys _keys;
    private readonly WholeAnswer _whole;
    private readonly bool _explainsWhole;
    private readonly StreamedAnswer _streamed;
    private readonly StatusFailure _failures;

    /// <summary>Prepares to speak with an agent of the <c>http:</c> section.</summary>
    public HttpExchange(RunnerOptions options, HttpOptions http, TargetEnvironment environment)
        : this(
            http with
            {
                ResponsePath = http.ResponsePath ?? WholeBody(options),
            },
            new StreamRules
            {
                TextPath = http.StreamOutputPath ?? options.StreamOutputPath,
                ErrorPath = http.ErrorPath,
                Stream = options.Stream,
                EventFilter = http.StreamEventFilter,
                AlwaysJson = http.Stream == StreamFormat.Ndjson,
            },
            new HttpRequests(http, detectsStreams: options.Stream is not null),
            HttpKeys.Http,
            environment
        ) { }

    /// <summary>Prepares to speak with an agent of another kind.</summary>
    /// <param name="http">How connections are made, and what of a response counts.</param>
    /// <param name="rules">How streams are understood.</param>
    /// <param name="requests">Makes requests.</param>
    /// <param name="keys">The settings that errors name.</param>
    /// <param name="environment">Where the target is started from.</param>
    public HttpExchange(
        HttpOptions http,
        StreamRules rules,
        HttpRequests requests,
        HttpKeys keys,
        TargetEnvironment environment
    )
    {
        _invoker = new HttpMessageInvoker(HttpConnections.Create(http, environment));
        _stream = http.Stream;
        _rules = rules;
        _keys = keys with { WithoutProxy = environment.WithoutProxy };
        _whole = new WholeAnswer(http.ResponsePath, http.ErrorPath, _keys);
        _explainsWhole = rules.Stream is not null && http.ResponsePath is null;
        _streamed = new StreamedAnswer(rules);
        _failures = new StatusFailure(http.Retry?.StatusCodes, http.ErrorPath, environment.TimeProvider, _keys);
        Requests = requests;
    }

    // An output path leads through the whole answer, not through the text in it.
    private static DataPath? WholeBody(RunnerOptions options) =>
        options.Adapters?.Output?.Path is null ? null : DataPath.Parse("$");

    /// <summary>Makes requests.</summary>
    public HttpRequests Requests { get; }

    /// <summary>Sends a request and waits for the head of the response.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    /// <summary>Whether an exception of <see cref="SendAsync"/> says that there is no response.</summary>
    public static bool IsNoResponse(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Why there is no response.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public AgentError NoResponse(Exception exception, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return exception is HttpRequestException failed
            ? HttpFailure.Of(failed, request.RequestUri, _keys)
            : HttpFailure.Refused(
                HttpAddress.Show(request.RequestUri),
                exception.InnerException?.Message ?? exception.Message,
                _keys
            );
    }

    /// <summary>Whether a response comes in pieces. A server asked for events may still answer with plain JSON.</summary>
    public bool IsStreamed(HttpResponseMessage response) =>
        response.IsSuccessStatusCode && FormatOf(response) != StreamFormat.None;

    private StreamFormat FormatOf(HttpResponseMessage response)
    {
        if (_stream == StreamFormat.Ndjson || (_stream == StreamFormat.None && _rules.Stream is null))
        {
            return _stream;
        }

        string type = response.Content.Headers.ContentType?.MediaType ?? "";
        return type.EndsWith("ndjson", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("jsonl", StringComparison.OrdinalIgnoreCase)
                ? StreamFormat.Ndjson
            : type.EndsWith("json", StringComparison.OrdinalIgnoreCase) ? StreamFormat.None
            : StreamFormat.Sse;
    }

    /// <summary>Reads a response that comes in pieces.</summary>
    public async IAsyncEnumerable<AgentEvent> ReadStreamAsync(
        HttpResponseMessage response,
        string requested,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using IStreamItems items =
            FormatOf(response) == StreamFormat.Sse
                ? new ServerSentEvents(body, StreamedAnswer.LargestItem)
                : new JsonLines(body, StreamedAnswer.LargestItem);
        StreamSource source = new(
            requested,
            "http.stream_event_filter",
            $"no item came (`Content-Type: {response.Content.Headers.ContentType}`)",
            (exception, details) => HttpFailure.InResponse(exception, response.RequestMessage?.RequestUri, details)
        );
        await foreach (AgentEvent item in _streamed.ReadAsync(items, source, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    /// <summary>Reads a response that comes whole.</summary>
    /// <returns>The events of the turn, its outcome last.</returns>
    public async ValueTask<IReadOnlyList<AgentEvent>> ReadWholeAsync(
        HttpResponseMessage response,
        string requested,
        CancellationToken cancellationToken
    )
    {
        bool succeeded = response.IsSuccessStatusCode;
        try
        {
            using ResponseBody body = await ResponseBody
                .ReadAsync(response.Content, succeeded ? LargestAnswer : LargestFailure, cancellationToken)
                .ConfigureAwait(false);
            return !succeeded ? [new ErrorEvent(_failures.Of(response, requested, body.Bytes))]
                : body.IsCut ? [TooLong(requested)]
                : Explained(body.Bytes, requested)
                    ?? [_whole.Read(body.Bytes, response.Content.Headers.ContentType?.MediaType, requested)];
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return
            [
                new ErrorEvent(
                    succeeded
                        ? HttpFailure.InResponse(exception, response.RequestMessage?.RequestUri)
                        : _failures.Of(response, requested, default)
                ),
            ];
        }
    }

    /// <summary>A whole answer read as the one item of a stream; <see langword="null"/> when that says nothing.</summary>
    private List<AgentEvent>? Explained(ReadOnlyMemory<byte> body, string requested)
    {
        if (!_explainsWhole)
        {
            return null;
        }

        DialectReading reading = new(_rules);
        reading.Take("message", body, 1);
        if (!reading.Turn.IsTouched)
        {
            return null;
        }

        List<AgentEvent> events = [.. reading.Turn.Events];
        reading.Close(isSigned: true, silence: null);
        reading.Finish();
        events.AddRange(reading.Turn.Events);
        events.Add(reading.Outcome(requested));
        return events;
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static ErrorEvent TooLong(string requested) =>
        new(
            new AgentError(ErrorKind.Protocol, $"{requested} answered with more than {LargestAnswer / 1024 / 1024} MiB")
        );
}
