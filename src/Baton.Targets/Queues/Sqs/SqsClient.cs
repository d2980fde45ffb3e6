using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Queues.Sqs;

/// <summary>Calls SQS in its JSON protocol, signed. Thread-safe.</summary>
/// <param name="endpoint">Where the service listens.</param>
/// <param name="credentials">Who asks.</param>
/// <param name="region">The region.</param>
/// <param name="patience">How long a service that went away is tried again.</param>
/// <param name="time">The clock.</param>
internal sealed class SqsClient(
    Uri endpoint,
    AwsCredentials credentials,
    string region,
    TimeSpan patience,
    TimeProvider time
) : IDisposable
{
    private const string ContentType = "application/x-amz-json-1.0";
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Longer than the longest poll of the service, 20 seconds.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);
    private readonly HttpMessageInvoker _invoker = new(
        new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }
    );

    private readonly AwsScope _scope = new(region, "sqs");
    private volatile bool _wasThere;

    /// <summary>Calls an action; again where the service is away for a while, so it may happen twice.</summary>
    /// <param name="action">For example <c>SendMessage</c>.</param>
    /// <param name="input">Its parameters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the service answered; an empty object where it said nothing.</returns>
    /// <exception cref="QueueException">The service is not there or refuses.</exception>
    public async ValueTask<JsonElement> CallAsync(string action, JsonObject input, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(input);
        string queue = input["QueueUrl"]?.GetValue<string>() ?? endpoint.GetLeftPart(UriPartial.Authority);
        long start = time.GetTimestamp();
        TimeSpan wait = ShortestWait;
        while (true)
        {
            (JsonElement? answer, AgentError? error) = await TryAsync(action, queue, body, cancellationToken)
                .ConfigureAwait(false);
            if (answer is { } given)
            {
                _wasThere = true;
                return given;
            }

            if (!error!.IsTransient || !_wasThere || time.GetElapsedTime(start) >= patience)
            {
                throw new QueueException(error);
            }

            await Task.Delay(error.RetryAfter ?? wait, time, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private async ValueTask<(JsonElement? Answer, AgentError? Error)> TryAsync(
        string action,
        string queue,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource late = new(LongestCall, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            cancellationToken
        );
        try
        {
            using HttpRequestMessage request = Request(action, body);
            using HttpResponseMessage response = await _invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            byte[] said = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return (
                    null,
                    SqsFailure.Refused(action, queue, response.StatusCode, response.Headers.RetryAfter, said)
                );
            }

            using JsonDocument answer = JsonDocument.Parse(said.Length == 0 ? "{}"u8.ToArray() : said);
            return (answer.RootElement.Clone(), null);
        }
        catch (JsonException)
        {
            return (null, SqsFailure.NoJson(action, endpoint));
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, SqsFailure.Unreached(failed, endpoint));
        }
    }

    private HttpRequestMessage Request(string action, byte[] body)
    {
        DateTimeOffset now = time.GetUtcNow();
        List<AwsHeader> headers =
        [
            new("X-Amz-Date", now.UtcDateTime.ToString(AwsSignature.TimeFormat, CultureInfo.InvariantCulture)),
            new("X-Amz-Target", $"AmazonSQS.{action}"),
        ];
        if (credentials.SessionToken is { } token)
        {
            headers.Add(new AwsHeader("X-Amz-Security-Token", token));
        }

        HttpRequestMessage request = new(HttpMethod.Post, new Uri(endpoint, "/"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        foreach (AwsHeader header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        AwsRequest signed = new(
            "POST",
            "/",
            [.. headers, new AwsHeader("Host", endpoint.Authority), new AwsHeader("Content-Type", ContentType)],
            body
        );
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            AwsSignature.Authorize(signed, credentials, _scope, now)
        );
        return request;
    }
}
