using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Results;
using Polly;
using Polly.Retry;

namespace Baton.Experiments.Export.Sending;

/// <summary>A server that takes OTLP over HTTP. Requests go one after the other.</summary>
/// <remarks>
/// As OTLP's specification says, a request is sent again when it was answered with 429, 502, 503 or 504 or not at all, after the time
/// the server asks for or after a while that doubles; nothing else is.
/// </remarks>
internal sealed class ServerDestination : ISpanDestination, IDisposable
{
    private const int Repetitions = 6;
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAskedWait = TimeSpan.FromMinutes(2);

    private readonly OtlpServer _server;
    private readonly string _mediaType;
    private readonly TimeProvider _time;
    private readonly SecretRedactor _redactor;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    /// <summary>Nothing is connected yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="mediaType">What requests are called.</param>
    /// <param name="onRetry">Told of each failure that is followed by another attempt, and the wait before that.</param>
    /// <param name="time">The clock of waits.</param>
    public ServerDestination(OtlpServer server, string mediaType, Action<string, TimeSpan> onRetry, TimeProvider time)
    {
        _server = server;
        _mediaType = mediaType;
        _time = time;
        SecretCollector secrets = new();
        foreach (string value in server.Headers.Values)
        {
            secrets.Add(value);
        }

        _redactor = new SecretRedactor(secrets);
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = server.Timeout,
                ActivityHeadersPropagator = null,
                RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<Attempt>
                {
                    MaxRetryAttempts = Repetitions,
                    Delay = FirstWait,
                    MaxDelay = LongestWait,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = static arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Result is { IsTransient: true } attempt
                                && (attempt.AskedWait ?? TimeSpan.Zero) <= LongestAskedWait
                        ),
                    DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result?.AskedWait),
                    OnRetry = arguments =>
                    {
                        onRetry(arguments.Outcome.Result!.Problem!, arguments.RetryDelay);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
    }

    /// <inheritdoc/>
    public async Task<Delivery> DeliverAsync(
        ReadOnlyMemory<byte> request,
        int spans,
        CancellationToken cancellationToken
    )
    {
        ReadOnlyMemory<byte> body = _server.Compress ? Pack(request.Span) : request;
        Attempt attempt = await _pipeline
            .ExecuteAsync(token => new ValueTask<Attempt>(TryAsync(body, spans, token)), cancellationToken)
            .ConfigureAwait(false);
        return attempt.Delivery
            ?? throw new ExportException(
                attempt.AskedWait > LongestAskedWait
                    ? $"{attempt.Problem}, and asks to wait for {Duration.Format(attempt.AskedWait.Value)}"
                : attempt.IsTransient ? $"{attempt.Problem} (after {Repetitions + 1} attempts)"
                : attempt.Problem!
            );
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<Attempt> TryAsync(ReadOnlyMemory<byte> body, int spans, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_server.Timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            cancellationToken
        );
        try
        {
            using HttpRequestMessage request = Request(body);
            using HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            ServerAnswer answer = new(
                response.Content.Headers.ContentType?.MediaType,
                await ReadAsync(response, either.Token).ConfigureAwait(false)
            );
            return response.IsSuccessStatusCode ? Taken(answer, spans) : Refused(response, answer, spans);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Attempt.Failed(
                $"{_server.ShownUrl} does not answer within {Duration.Format(_server.Timeout)}",
                isTransient: true
            );
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            bool isTransient =
                (error as HttpRequestException)?.HttpRequestError
                is not (HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
            return Attempt.Failed($"{_server.ShownUrl} cannot be reached: {error.Message}", isTransient);
        }
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> body)
    {
        HttpRequestMessage request = new(HttpMethod.Post, _server.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(_mediaType);
        if (_server.Compress)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        request.Headers.TryAddWithoutValidation("User-Agent", $"Baton/{BatonVersion.Current}");
        foreach ((string name, string value) in _server.Headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static Attempt Taken(ServerAnswer answer, int spans)
    {
        (long rejected, string? message) = answer.PartialSuccess();
        return new Attempt(
            new Delivery((int)Math.Clamp(rejected, 0, spans), string.IsNullOrWhiteSpace(message) ? null : message),
            null,
            IsTransient: false,
            null
        );
    }

    private Attempt Refused(HttpResponseMessage response, ServerAnswer answer, int spans)
    {
        int status = (int)response.StatusCode;
        string said = _redactor.Redact(answer.Problem());
        string problem =
            $"{_server.ShownUrl} answers with {status}{(said.Length > 0 ? $": {said}" : "")}{Advice(response)}";
        return
            response.StatusCode
                is HttpStatusCode.BadRequest
                    or HttpStatusCode.RequestEntityTooLarge
                    or HttpStatusCode.UnprocessableContent
            // These are about the request's spans; others may fare better.
            ? new Attempt(new Delivery(spans, problem), null, IsTransient: false, null)
            : new Attempt(null, problem, status is 429 or 502 or 503 or 504, AskedWait(response.Headers.RetryAfter));
    }

    private static string Advice(HttpResponseMessage response) =>
        (int)response.StatusCode switch
        {
            401 or 403 => "; give its key with `--header` or OTEL_EXPORTER_OTLP_HEADERS",
            404 or 405 => "; does it take OTLP over HTTP at this address?",
            >= 300 and < 400 when response.Headers.Location is { } elsewhere => $"; it is at {elsewhere} now",
            _ => "",
        };

    private TimeSpan? AskedWait(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        return wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] body = new byte[LongestAnswer];
            int read = await stream
                .ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return body.AsMemory(0, read);
        }
    }

    private static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> request)
    {
        using MemoryStream packed = new(request.Length / 4);
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(request);
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <summary>How one attempt went.</summary>
    /// <param name="Delivery">What became of the request; <see langword="null"/> when it was not taken.</param>
    /// <param name="Problem">Why it was not taken.</param>
    /// <param name="IsTransient">Whether another attempt may go better.</param>
    /// <param name="AskedWait">How long the server asks to wait, or <see langword="null"/>.</param>
    private sealed record Attempt(Delivery? Delivery, string? Problem, bool IsTransient, TimeSpan? AskedWait)
    {
        public static Attempt Failed(string problem, bool isTransient) => new(null, problem, isTransient, null);
    }
}
