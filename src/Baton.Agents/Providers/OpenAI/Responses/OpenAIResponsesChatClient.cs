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
public sealed class OpenAIResponsesChatClient : ProviderChatClient
{
    private const string Path = "responses";

    private static readonly ModelProtocol _protocol = new(Path, "models", EventReadings.ServerSentEvents);

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
        : base(OpenAIEndpoint.Of(connection, "/" + Path), _protocol, connection, http, timeProvider, random) =>
        _model = connection.Name.Model;

    private protected override ModelCall Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options) =>
        new Call(_model, said, options);

    private sealed class Call(string model, IReadOnlyList<ChatMessage> said, ChatOptions? options) : ModelCall
    {
        public override ReadOnlyMemory<byte> Write(bool stream) => ResponsesRequest.Write(model, said, options, stream);

        public override ChatResponse Read(JsonElement root) => ResponsesAnswer.Read(root, new CallIds(said));

        public override AnswerStream Open() => new ResponsesStream(new CallIds(said));
    }
}
