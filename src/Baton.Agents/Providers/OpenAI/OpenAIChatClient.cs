using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.OpenAI;

/// <summary>Talks to OpenAI's chat completions, or to any server that speaks them. Safe for concurrent use.</summary>
/// <remarks>
/// Understands text, images, tool calls and results, structured output, usage and reasoning text. Reasoning models
/// (<c>o1</c>, <c>o3</c>, <c>gpt-5</c> …) accept no sampling settings; those are left out for them, and the reasoning
/// effort is left out for OpenAI's other models. A JSON schema is enforced strictly by the server when
/// <see cref="ChatOptions.AdditionalProperties"/> has <c>strict: true</c>. Images that tools return are not shown.
/// </remarks>
public sealed class OpenAIChatClient : IChatClient, IModelProbe
{
    private const string Path = "chat/completions";

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
            OpenAIRequest.Write(_model, said, options, stream: false),
            root => OpenAIAnswer.Read(root, new CallIds(said)),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A tool call comes as one piece at the end, after the <see cref="ToolArgumentsDelta"/> it was written in; usage
    /// comes last.
    /// </remarks>
    /// <exception cref="ModelException">The server could not be asked, or its answer broke off.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ChatMessage[] said = [.. messages];
        OpenAIStream stream = new(new CallIds(said));
        ReadOnlyMemory<byte> body = OpenAIRequest.Write(_model, said, options, stream: true);
        await foreach (
            JsonElement chunk in _transport
                .StreamAsync(Path, body, EventReadings.ServerSentEvents, cancellationToken)
                .ConfigureAwait(false)
        )
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
