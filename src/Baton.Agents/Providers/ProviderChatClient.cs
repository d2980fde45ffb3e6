using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>A model behind HTTP and JSON; what the clients of all providers have in common. Safe for concurrent use.</summary>
public abstract class ProviderChatClient : IChatClient, IModelProbe
{
    private readonly ModelProtocol _protocol;
    private readonly ModelTransport _transport;
    private readonly ChatClientMetadata _metadata;

    private protected ProviderChatClient(
        ModelEndpoint endpoint,
        ModelProtocol protocol,
        ModelConnection connection,
        HttpClient http,
        TimeProvider timeProvider,
        Random random
    )
    {
        _protocol = protocol;
        _transport = new ModelTransport(endpoint, connection, http, timeProvider, random);
        _metadata = new ChatClientMetadata(connection.Name.Provider, endpoint.Root, connection.Name.Model);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelException">The server could not be asked or did not answer.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ModelCall call = Begin([.. messages], options);
        return _transport.AskAsync(_protocol.Path, call.Write(stream: false), call.Read, cancellationToken);
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
        ModelCall call = Begin([.. messages], options);
        AnswerStream answer = call.Open();
        List<ChatResponseUpdate> shown = [];
        await foreach (
            JsonElement item in _transport
                .StreamAsync(_protocol.Path, call.Write(stream: true), _protocol.Events, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (answer.ErrorIn(item) is { } error)
            {
                throw _transport.Fail(_protocol.Path, FailedResponse.OfErrorObject(error));
            }

            answer.Take(item, shown);
            foreach (ChatResponseUpdate update in shown)
            {
                yield return update;
            }

            shown.Clear();
        }

        if (!answer.IsFinished)
        {
            throw _transport.Fail(_protocol.Path, ModelFailure.Lost("the stream ended before the answer did"));
        }

        if (answer.Rest() is { } rest)
        {
            yield return rest;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _transport.ProbeAsync(_protocol.ProbePath, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: the connections are the caller's.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing) { }

    /// <summary>Puts what is asked into the server's words.</summary>
    private protected abstract ModelCall Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options);
}
