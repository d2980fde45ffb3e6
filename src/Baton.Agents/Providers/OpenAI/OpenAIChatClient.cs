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
public sealed class OpenAIChatClient : ProviderChatClient
{
    private const string Path = "chat/completions";

    private static readonly ModelProtocol _protocol = new(Path, "models", EventReadings.ServerSentEvents);

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
        : base(OpenAIEndpoint.Of(connection, "/" + Path), _protocol, connection, http, timeProvider, random) =>
        _model = connection.Name.Model;

    private protected override ModelCall Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options) =>
        new Call(_model, said, options);

    private sealed class Call(string model, IReadOnlyList<ChatMessage> said, ChatOptions? options) : ModelCall
    {
        public override ReadOnlyMemory<byte> Write(bool stream) => OpenAIRequest.Write(model, said, options, stream);

        public override ChatResponse Read(JsonElement root) => OpenAIAnswer.Read(root, new CallIds(said));

        public override AnswerStream Open() => new OpenAIStream(new CallIds(said));
    }
}
