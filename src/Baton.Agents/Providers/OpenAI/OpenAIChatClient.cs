using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Talks to OpenAI's chat completions, or to any server that speaks them. Safe for concurrent use.</summary>
/// <remarks>
/// Understands text, images, tool calls and results, structured output, usage and reasoning text. Reasoning models
/// (<c>o1</c>, <c>o3</c>, <c>gpt-5</c> …) accept no sampling settings; those are left out for them. A JSON schema is
/// enforced strictly by the server when <see cref="ChatOptions.AdditionalProperties"/> has <c>strict: true</c>.
/// </remarks>
public sealed class OpenAIChatClient : IChatClient, IModelProbe
{
    private const string Path = "chat/completions";
    private const string OwnServer = "https://api.openai.com/v1";

    private readonly ModelTransport _transport;
    private readonly ChatClientMetadata _metadata;
    private readonly string _model;

    /// <summary>Creates a client. It holds nothing of its own that needs disposing.</summary>
    /// <param name="connection">Which model, and how.</param>
    /// <param name="http">Sends the requests; its own time-out should be infinite. Stays the caller's.</param>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; used by this client alone.</param>
    /// <exception cref="ArgumentException">
    /// The base URL is not an absolute HTTP address, or is missing for <c>openai-compatible</c>.
    /// </exception>
    public OpenAIChatClient(ModelConnection connection, HttpClient http, TimeProvider timeProvider, Random random)
    {
        ModelEndpoint endpoint = Endpoint(connection);
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
    ) =>
        _transport.AskAsync(
            Path,
            OpenAIRequest.Write(_model, messages, options, stream: false),
            OpenAIAnswer.Read,
            cancellationToken
        );

    /// <inheritdoc/>
    /// <remarks>A tool call comes as one piece, when all of it is there; usage comes last.</remarks>
    /// <exception cref="ModelException">The server could not be asked, or its answer broke off.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        OpenAIStream stream = new();
        ReadOnlyMemory<byte> body = OpenAIRequest.Write(_model, messages, options, stream: true);
        await foreach (JsonElement chunk in _transport.StreamAsync(Path, body, cancellationToken).ConfigureAwait(false))
        {
            if (chunk.Find("error") is { } error)
            {
                throw _transport.Fail(Path, FailedResponse.OfErrorObject(error));
            }

            if (stream.Take(chunk) is { } update)
            {
                yield return update;
            }
        }

        if (!stream.IsFinished)
        {
            throw _transport.Fail(Path, ModelFailure.Lost("the stream ended before the answer did"));
        }

        yield return stream.End();
    }

    /// <inheritdoc/>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        _transport.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Does nothing: the connections are the caller's.</summary>
    public void Dispose() { }

    private static ModelEndpoint Endpoint(ModelConnection connection)
    {
        string? server = connection.BaseUrl;
        if (server is null && connection.Name.Provider == ModelName.OpenAICompatible)
        {
            throw new ArgumentException(
                $"`{connection.Name}` needs a base URL; give it one like `http://127.0.0.1:8000/v1`",
                nameof(connection)
            );
        }

        Uri root = ModelEndpoint.ReadRoot(server ?? OwnServer, "/chat/completions");
        if (root.AbsolutePath.Length <= 1)
        {
            root = new UriBuilder(root) { Path = "/v1" }.Uri;
        }

        string? key = string.IsNullOrWhiteSpace(connection.ApiKey) ? null : connection.ApiKey.Trim();
        return new ModelEndpoint(
            connection.Name,
            root,
            key is null ? [] : [new("Authorization", $"Bearer {key}")],
            key
        );
    }
}
