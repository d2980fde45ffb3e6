using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;

namespace Baton.Targets.Queues.Sqs;

/// <summary>Calls SQS in its JSON protocol, signed. Thread-safe.</summary>
/// <param name="service">Where the service listens.</param>
/// <param name="credentials">Who asks.</param>
/// <param name="patience">How long a service that went away is tried again.</param>
/// <param name="time">The clock.</param>
internal sealed class SqsClient(SqsService service, AwsCredentials credentials, TimeSpan patience, TimeProvider time)
    : IDisposable
{
    private const string ContentType = "application/x-amz-json-1.0";
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Longer than the longest poll of the service, 20 seconds.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    // Ten messages of the longest kind, with room for the escapes in them.
    private const int LargestAnswer = 64 * 1024 * 1024;
    private readonly HttpMessageInvoker _invoker = new(HttpConnections.Create(service.VerifyTls, int.MaxValue));
    private readonly AwsScope _scope = new(service.Region, "sqs");
    private volatile bool _wasThere;

    /// <summary>Calls an action; again where the service is away for a while, so it may happen twice.</summary>
    /// <param name="action">For example <c>SendMessage</c>.</param>
    /// <param name="input">Its parameters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the service answered, an object; an empty one where it said nothing.</returns>
    /// <exception cref="QueueException">The service is not there or refuses.</exception>
    public async ValueTask<JsonElement> CallAsync(string action, JsonObject input, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(input);
        string queue = input["QueueUrl"]?.GetValue<string>() ?? service.Shown;
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
        byte[] content,
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
            using HttpRequestMessage request = Request(action, content);
            using HttpResponseMessage response = await _invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            using ResponseBody body = await ResponseBody
                .ReadAsync(response.Content, LargestAnswer, either.Token)
                .ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? Read(action, body)
                : (
                    null,
                    SqsFailure.Refused(action, queue, response.StatusCode, response.Headers.RetryAfter, body.Bytes.Span)
                );
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, service.Silent(action, LongestCall));
        }
        catch (Exception failed) when (HttpExchange.IsNoResponse(failed, cancellationToken) || failed is IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, service.Unreached(failed));
        }
        catch (InvalidDataException wrong)
        {
            return (null, HttpFailure.InResponse(wrong, service.Endpoint));
        }
    }

    private (JsonElement? Answer, AgentError? Error) Read(string action, ResponseBody body)
    {
        if (body.IsCut)
        {
            return (null, service.Strange(action, $"more than {LargestAnswer / 1024 / 1024} MiB"));
        }

        try
        {
            JsonElement answer = body.Bytes.IsEmpty
                ? JsonElement.Parse("{}")
                : JsonElement.Parse(Utf8Bytes.ForJson(body.Bytes).Span);
            return answer.ValueKind == JsonValueKind.Object
                ? (answer, null)
                : (null, service.Strange(action, "what is no JSON object"));
        }
        catch (JsonException)
        {
            return (null, service.Strange(action, "what is no JSON"));
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

        HttpRequestMessage request = new(HttpMethod.Post, new Uri(service.Endpoint, "/"))
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
            [.. headers, new AwsHeader("Host", service.Endpoint.Authority), new AwsHeader("Content-Type", ContentType)],
            body
        );
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            AwsSignature.Authorize(signed, credentials, _scope, now)
        );
        return request;
    }
}
