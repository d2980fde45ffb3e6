using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI.Responses;

/// <summary>Talks to OpenAI's responses, or to any server that speaks them. Safe for concurrent use.</summary>
/// <remarks>
/// Nothing is stored at the server: every call sends the whole conversation, and a reasoning model's thoughts go back
/// encrypted, as they came, in <see cref="TextReasoningContent.ProtectedData"/>. Understands text, images (in tool
/// results too), tool calls and results, structured output, usage and summaries of reasoning. Reasoning models accept no
/// sampling settings; those are left out for them. A JSON schema is enforced strictly by the server when
/// <see cref="ChatOptions.AdditionalProperties"/> has <c>strict: true</c>. There is no seed, no stop sequence and no
/// penalty in this protocol.
/// </remarks>
public sealed class OpenAIResponsesChatClient : IChatClient, IModelProbe
{
    private const string Path = "responses";

    private readonly ModelTransport _transport;
    private readonly ChatClientMetadata _metadata;
    private readonly string _model;

    /// <summary>Creates a client. It holds nothing of its own that needs disposing.</summary>
    /// <param name="connection">Which model, and how.</param>
    /// <param name="http">Sends the requests; its own time-out should be infinite. Stays the caller's.</param>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; used by this client alone.</param>
    /// <exception cref="ArgumentException">The base URL is not an absolute HTTP address.</exception>
    public OpenAIResponsesChatClient(
        ModelConnection connection,
        HttpClient http,
        TimeProvider timeProvider,
        Random random
    )
    {
        ModelEndpoint endpoint = OpenAIEndpoint.Of(connection, "/" + Path);
        _model = connection.Name.Model;
        _transport = new ModelTransport(endpoint, connection, http, timeProvider, random);
        _metadata = new ChatClientMetadata(connection.Name.Provider, endpoint.Root, _model);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">The server could not be asked or did not answer.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ChatMessage[] said = [.. messages];
        return _transport.AskAsync(
            Path,
            ResponsesRequest.Write(_model, said, options, stream: false),
            root => ResponsesAnswer.Read(root, new CallIds(said)),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A tool call comes as one piece, after the <see cref="ToolArgumentsDelta"/> it was written in; usage comes last.
    /// </remarks>
    /// <exception cref="ModelException">The server could not be asked, or its answer broke off.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ChatMessage[] said = [.. messages];
        ResponsesStream stream = new(new CallIds(said));
        ReadOnlyMemory<byte> body = ResponsesRequest.Write(_model, said, options, stream: true);
        await foreach (
            JsonElement item in _transport
                .StreamAsync(Path, body, EventReadings.ServerSentEvents, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (ResponsesStream.ErrorIn(item) is { } error)
            {
                throw _transport.Fail(Path, FailedResponse.OfErrorObject(error));
            }

            if (stream.Take(item) is { } update)
            {
                yield return update;
            }
        }

        if (!stream.IsFinished)
        {
            throw _transport.Fail(Path, ModelFailure.Lost("the stream ended before the answer did"));
        }
    }

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _transport.ProbeAsync("models", cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: the connections are the caller's.</summary>
    public void Dispose() { }
}
