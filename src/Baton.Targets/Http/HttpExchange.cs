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
    private readonly WholeAnswer _whole;
    private readonly StreamedAnswer _streamed;
    private readonly StatusFailure _failures;

    public HttpExchange(RunnerOptions options, HttpOptions http, TargetEnvironment environment)
    {
        _invoker = new HttpMessageInvoker(HttpConnections.Create(http, environment));
        _stream = http.Stream;
        _whole = new WholeAnswer(http.ResponsePath ?? WholeBody(options), http.ErrorPath);
        _streamed = new StreamedAnswer(
            new StreamRules
            {
                TextPath = http.StreamOutputPath ?? options.StreamOutputPath,
                ErrorPath = http.ErrorPath,
                EventFilter = http.StreamEventFilter,
                AlwaysJson = http.Stream == StreamFormat.Ndjson,
            }
        );
        _failures = new StatusFailure(http.Retry?.StatusCodes, http.ErrorPath, environment.TimeProvider);
        Requests = new HttpRequests(http);
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
    public static AgentError NoResponse(
        Exception exception,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return exception is HttpRequestException failed
            ? HttpFailure.Of(failed, request.RequestUri)
            : HttpFailure.Refused(
                HttpAddress.Show(request.RequestUri),
                exception.InnerException?.Message ?? exception.Message
            );
    }

    /// <summary>Whether a response comes in pieces. A server asked for events may still answer with plain JSON.</summary>
    public bool IsStreamed(HttpResponseMessage response) =>
        _stream != StreamFormat.None
        && response.IsSuccessStatusCode
        && !(
            _stream == StreamFormat.Sse
            && response.Content.Headers.ContentType?.MediaType is { } type
            && type.EndsWith("json", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Reads a response that comes in pieces.</summary>
    public async IAsyncEnumerable<AgentEvent> ReadStreamAsync(
        HttpResponseMessage response,
        string requested,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using IStreamItems items =
            _stream == StreamFormat.Sse
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
    public async ValueTask<AgentEvent> ReadWholeAsync(
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
            return !succeeded ? new ErrorEvent(_failures.Of(response, requested, body.Bytes))
                : body.IsCut ? TooLong(requested)
                : _whole.Read(body.Bytes, response.Content.Headers.ContentType?.MediaType, requested);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ErrorEvent(
                succeeded
                    ? HttpFailure.InResponse(exception, response.RequestMessage?.RequestUri)
                    : _failures.Of(response, requested, default)
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static ErrorEvent TooLong(string requested) =>
        new(
            new AgentError(ErrorKind.Protocol, $"{requested} answered with more than {LargestAnswer / 1024 / 1024} MiB")
        );
}
