using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Anthropic;

/// <summary>Talks to Anthropic's messages, or to any server that speaks them. Safe for concurrent use.</summary>
/// <remarks>
/// Understands text, images (in tool results too), tool calls and results, structured output, usage and thinking.
/// Structured output is asked for as a tool that the model must call; its arguments come back as the answer's text.
/// Models that think are given the schema instead, without bounds, which the server refuses. Thoughts go back as they
/// came, with the signature in <see cref="TextReasoningContent.ProtectedData"/>. A reasoning effort is a budget of tokens
/// for the models before 4.6, on top of <see cref="ChatOptions.MaxOutputTokens"/>; it is left out for models that do not
/// think, where a tool must be called, and in a loop of tool calls that began without a thought. Models that always think
/// (Fable, and Opus from 5.5 on) cannot be made to call a tool and are left to choose. While the model thinks, and for
/// models from 4.7 on, no sampling settings are sent. Without <see cref="ChatOptions.MaxOutputTokens"/> an answer has at
/// most 16,384 tokens, or 4,096 of a model that <see cref="ModelCatalog.Default"/> does not know.
/// </remarks>
public sealed class AnthropicChatClient : ProviderChatClient
{
    private const string Path = "messages";
    private const string OwnServer = "https://api.anthropic.com";

    private static readonly ModelProtocol _protocol = new(Path, "models", EventReadings.ServerSentEvents);

    private readonly string _model;

    /// <summary>Creates a client. It holds nothing of its own that needs disposing.</summary>
    /// <param name="connection">Which model, and how.</param>
    /// <param name="http">Sends the requests; its own time-out should be infinite. Stays the caller's.</param>
    /// <param name="timeProvider">The clock of time-outs and waits.</param>
    /// <param name="random">Where the jitter of waits comes from; used by this client alone.</param>
    /// <exception cref="ArgumentException">The base URL is not an absolute HTTP address.</exception>
    public AnthropicChatClient(ModelConnection connection, HttpClient http, TimeProvider timeProvider, Random random)
        : base(Endpoint(connection), _protocol, connection, http, timeProvider, random) =>
        _model = connection.Name.Model;

    private protected override ModelCall Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options) =>
        new Call(AnthropicForm.For(_model, said, options), said, options);

    private static ModelEndpoint Endpoint(ModelConnection connection)
    {
        Uri root = ModelEndpoint.ReadRoot(connection.BaseUrl ?? OwnServer, "/messages");
        string path = root.AbsolutePath.TrimEnd('/');
        if (!path.EndsWith("/v1", StringComparison.Ordinal))
        {
            root = new UriBuilder(root) { Path = path + "/v1" }.Uri;
        }

        string? key = string.IsNullOrWhiteSpace(connection.ApiKey) ? null : connection.ApiKey.Trim();
        KeyValuePair<string, string> version = new("anthropic-version", "2023-06-01");
        return new ModelEndpoint(
            connection.Name,
            root,
            key is null ? [version] : [version, new("x-api-key", key)],
            key
        );
    }

    private sealed class Call(AnthropicForm form, IReadOnlyList<ChatMessage> said, ChatOptions? options) : ModelCall
    {
        public override ReadOnlyMemory<byte> Write(bool stream) => AnthropicRequest.Write(form, said, options, stream);

        public override ChatResponse Read(JsonElement root) =>
            AnthropicAnswer.Read(root, form.AnswerTool, new CallIds(said));

        public override AnswerStream Open() => new AnthropicStream(form.AnswerTool, new CallIds(said));
    }
}
