using System.Net;
using System.Net.WebSockets;
using Baton.Agents;
using Baton.Targets.Http;

namespace Baton.Targets.WebSockets;

/// <summary>Sends the request that opens one connection, and keeps why it was refused.</summary>
/// <param name="handler">The way to the server; not disposed.</param>
/// <param name="headers">Headers to add.</param>
/// <param name="failures">Says what a refusal means.</param>
internal sealed class Handshake(
    HttpMessageHandler handler,
    IReadOnlyList<KeyValuePair<string, string>> headers,
    StatusFailure failures
) : HttpMessageInvoker(handler, disposeHandler: false)
{
    private const int LargestRefusal = 64 * 1024;

    private AgentError? _refusal;

    /// <summary>Why there is no connection.</summary>
    /// <param name="exception">What opening it threw.</param>
    /// <param name="server">The server, for messages.</param>
    public AgentError Error(WebSocketException exception, string server) =>
        _refusal
        ?? new AgentError(
            ErrorKind.Protocol,
            $"{server} does not complete the WebSocket handshake: {exception.GetBaseException().Message.TrimEnd('.')}; "
                + "check `websocket.url` and `websocket.subprotocols`"
        );

    /// <inheritdoc/>
    public override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                _refusal = await RefusalAsync(response, request, cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch (HttpRequestException exception)
        {
            _refusal = HttpFailure.Of(exception, request.RequestUri, HttpKeys.WebSocket);
            throw;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            _refusal = HttpFailure.Refused(
                HttpAddress.Show(request.RequestUri),
                exception.InnerException?.Message ?? exception.Message,
                HttpKeys.WebSocket
            );
            throw;
        }
    }

    private async Task<AgentError> RefusalAsync(
        HttpResponseMessage response,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        string requested = $"{request.Method} {HttpAddress.Show(request.RequestUri)}";
        ReadOnlyMemory<byte> said = default;
        using ResponseBody? body = await BodyAsync(response, cancellationToken).ConfigureAwait(false);
        if (body is not null)
        {
            said = body.Bytes;
        }

        AgentError error = failures.Of(response, requested, said);
        return response.IsSuccessStatusCode
            ? error with
            {
                Kind = ErrorKind.Protocol,
                Message = $"{error.Message}; that is no WebSocket: check the path of `websocket.url`",
            }
            : error;
    }

    private static async Task<ResponseBody?> BodyAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ResponseBody
                .ReadAsync(response.Content, LargestRefusal, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            return null;
        }
    }
}
