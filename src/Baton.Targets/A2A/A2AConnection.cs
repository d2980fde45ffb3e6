using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.A2A;

/// <summary>Sends requests to an agent and to where its card is. Safe for concurrent use.</summary>
internal sealed class A2AConnection : IDisposable
{
    private static readonly HttpKeys _keys = new(
        "a2a.url",
        "a2a.verify_tls",
        "`a2a.headers`",
        "what the agent's card says",
        "check that the agent speaks A2A over JSON-RPC"
    );

    private readonly HttpMessageInvoker _invoker;
    private readonly StatusFailure _failures;
    private readonly IReadOnlyList<HeaderPart> _headers;

    public A2AConnection(A2AOptions options, TargetEnvironment environment)
    {
        HttpOptions http = new() { Url = "http://localhost", VerifyTls = options.VerifyTls };
        _invoker = new HttpMessageInvoker(HttpConnections.Create(http, environment));
        _failures = new StatusFailure(options.Retry?.StatusCodes, errorPath: null, environment.TimeProvider, _keys);
        _headers = [.. options.Headers.Select(header => HeaderPart.Of(header.Key, header.Value))];
    }

    /// <summary>The settings that errors name.</summary>
    public static HttpKeys Keys => _keys;

    /// <summary>Makes a request with the section's headers.</summary>
    public HttpRequestMessage Request(HttpMethod method, Uri address, string accept, TemplateScope scope)
    {
        HttpRequestMessage request = new(method, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (HeaderPart header in _headers)
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Constant ?? header.Render(scope));
        }

        return request;
    }

    /// <summary>Sends a request and waits for the head of the response.</summary>
    /// <returns>The response, whose status is a success; or why there is none.</returns>
    public async ValueTask<(HttpResponseMessage? Response, AgentError? Error)> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        HttpResponseMessage response;
        try
        {
            response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, HttpFailure.Of(failed, request.RequestUri, _keys));
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            string reason = late.InnerException?.Message ?? late.Message;
            return (null, HttpFailure.Refused(HttpAddress.Show(request.RequestUri), reason, _keys));
        }

        if (response.IsSuccessStatusCode)
        {
            return (response, null);
        }

        using (response)
        {
            (_, AgentError? error) = await ReadAsync(response, Show(request), cancellationToken).ConfigureAwait(false);
            return (null, error);
        }
    }

    /// <summary>Reads a response that is one JSON value.</summary>
    /// <returns>The value; or why there is none, which for a status that is no success is that status.</returns>
    public async ValueTask<(JsonElement? Value, AgentError? Error)> ReadAsync(
        HttpResponseMessage response,
        string requested,
        CancellationToken cancellationToken
    )
    {
        const int largest = StreamedAnswer.LargestItem;
        try
        {
            using ResponseBody body = await ResponseBody
                .ReadAsync(response.Content, largest, cancellationToken)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return (null, _failures.Of(response, requested, body.Bytes));
            }

            if (body.IsCut)
            {
                return (null, Broken($"{requested} answered with more than {largest / 1024 / 1024} MiB"));
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(
                    Utf8Bytes.ForJson(body.Bytes),
                    StreamInterpreter.Parsing
                );
                return (document.RootElement.Clone(), null);
            }
            catch (JsonException exception)
            {
                string start = Utf8Bytes.Start(body.Bytes.Span);
                return (
                    null,
                    Broken($"{requested} answered with what is no JSON: {exception.Message} It begins: {start}")
                );
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, HttpFailure.InResponse(exception, response.RequestMessage?.RequestUri));
        }
    }

    /// <summary>A request as it is shown to people.</summary>
    public static string Show(HttpRequestMessage request) => $"{request.Method} {HttpAddress.Show(request.RequestUri)}";

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static AgentError Broken(string message) => new(ErrorKind.Protocol, message);
}
