using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Talks to Ollama's own chat. Safe for concurrent use.</summary>
/// <remarks>
/// Understands text, images that the message carries, tool calls and results, structured output, usage and thinking. A
/// reasoning effort switches thinking on, and <see cref="ReasoningEffort.None"/> off; only <c>gpt-oss</c> is told how
/// much. The server cannot be made to call a tool, and images that tools return are not shown.
/// </remarks>
public sealed class OllamaChatClient : IChatClient, IModelProbe
{
    private const string Path = "api/chat";

    private readonly ModelTransport _transport;
    private readonly ChatClientMetadata _metadata;
    private readonly string _model;

    /// <summary>Creates a client. It holds nothing of its own that needs disposing.</summary>
    /// <param name="connection">
    /// Which model, and how. The base URL may be written as in <c>OLLAMA_HOST</c>: <c>127.0.0.1</c>, <c>host:11434</c>,
    /// <c>https://host</c>.
    /// </param>
    /// <param name="http">Sends the requests; its own time-out should be infinite. Stays the caller's.</param>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; used by this client alone.</param>
    /// <exception cref="ArgumentException">The base URL is not one.</exception>
    public OllamaChatClient(ModelConnection connection, HttpClient http, TimeProvider timeProvider, Random random)
    {
        Uri root = ModelEndpoint.ReadRoot(OllamaHost.Read(connection.BaseUrl), "/" + Path);
        _model = connection.Name.Model;
        _transport = new ModelTransport(
            ModelEndpoint.WithBearer(connection, root),
            connection,
            http,
            timeProvider,
            random
        );
        _metadata = new ChatClientMetadata(connection.Name.Provider, root, _model);
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
            OllamaRequest.Write(_model, said, options, stream: false),
            root => OllamaAnswer.Read(root, new CallIds(said)),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The server sends a tool call as one piece; one <see cref="ToolArgumentsDelta"/> with all of its arguments comes
    /// before it. Usage comes last.
    /// </remarks>
    /// <exception cref="ModelException">The server could not be asked, or its answer broke off.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ChatMessage[] said = [.. messages];
        OllamaStream stream = new(new CallIds(said));
        ReadOnlyMemory<byte> body = OllamaRequest.Write(_model, said, options, stream: true);
        await foreach (
            JsonElement line in _transport
                .StreamAsync(Path, body, EventReadings.JsonLines, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (line.Find("error") is { } error)
            {
                throw _transport.Fail(Path, FailedResponse.OfErrorObject(error));
            }

            foreach (ChatResponseUpdate update in stream.Take(line))
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
        _transport.ProbeAsync("api/tags", cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: the connections are the caller's.</summary>
    public void Dispose() { }
}
