using System.Text.Json;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Ollama;

/// <summary>Talks to Ollama's own chat. Safe for concurrent use.</summary>
/// <remarks>
/// Understands text, images that the message carries, tool calls and results, structured output, usage and thinking. A
/// reasoning effort switches thinking on, and <see cref="ReasoningEffort.None"/> off; only <c>gpt-oss</c> is told how
/// much. The server cannot be made to call a tool, and images that tools return are not shown. It sends a tool call as one
/// piece; one <see cref="ToolArgumentsDelta"/> with all of its arguments comes before it.
/// </remarks>
public sealed class OllamaChatClient : ProviderChatClient
{
    private const string Path = "api/chat";

    private static readonly ModelProtocol _protocol = new(Path, "api/tags", EventReadings.JsonLines);

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
        : base(Endpoint(connection), _protocol, connection, http, timeProvider, random) =>
        _model = connection.Name.Model;

    private protected override ModelCall Begin(IReadOnlyList<ChatMessage> said, ChatOptions? options) =>
        new Call(_model, said, options);

    private static ModelEndpoint Endpoint(ModelConnection connection) =>
        ModelEndpoint.WithBearer(connection, ModelEndpoint.ReadRoot(OllamaHost.Read(connection.BaseUrl), "/" + Path));

    private sealed class Call(string model, IReadOnlyList<ChatMessage> said, ChatOptions? options) : ModelCall
    {
        public override ReadOnlyMemory<byte> Write(bool stream) => OllamaRequest.Write(model, said, options, stream);

        public override ChatResponse Read(JsonElement root) => OllamaAnswer.Read(root, new CallIds(said));

        public override AnswerStream Open() => new OllamaStream(new CallIds(said));
    }
}
