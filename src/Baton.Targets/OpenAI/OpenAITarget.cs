using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;

namespace Baton.Targets.OpenAI;

/// <summary>A model behind a server that speaks OpenAI's <c>/v1/chat/completions</c>. Safe for concurrent use.</summary>
/// <remarks>
/// Each turn sends the whole conversation; nothing is held in between. Time-outs, retries, pacing and guards are laid
/// around it by <see cref="TargetFactory"/>.
/// </remarks>
public sealed class OpenAITarget : ITarget
{
    private static readonly HttpKeys _keys = new(
        "openai.base_url",
        "openai.verify_tls",
        "`openai.api_key`",
        "`openai.model` and `openai.body`",
        "check that `openai.base_url` leads to a server that speaks OpenAI's chat completions"
    )
    {
        Start = "start the model server (`ollama serve`, `vllm serve MODEL` or what you use)",
    };

    private readonly HttpExchange _exchange;
    private readonly HttpProbe _probe;

    /// <summary>Creates the target; opens no connection.</summary>
    /// <param name="options">The section, with <see cref="RunnerOptions.OpenAI"/> given.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <exception cref="ArgumentException">There is no <c>openai:</c> section.</exception>
    public OpenAITarget(RunnerOptions options, TargetEnvironment environment)
    {
        OpenAIOptions chat =
            options.OpenAI ?? throw new ArgumentException("there is no `openai:` section", nameof(options));
        HttpOptions http = new()
        {
            Url = Endpoint(chat.BaseUrl),
            Headers = Headers(chat),
            Stream = chat.Stream ? StreamFormat.Sse : StreamFormat.None,
            Retry = chat.Retry,
            VerifyTls = chat.VerifyTls,
        };
        _exchange = new HttpExchange(
            http,
            new StreamRules { Stream = new StreamOptions { Preset = StreamPreset.OpenAIChat } },
            new HttpRequests(http, writeBody: new ChatBody(chat).Write),
            _keys,
            environment
        );
        _probe = new HttpProbe(http.Url, http.VerifyTls, environment.TimeProvider, _keys);
        Name = $"{chat.Model} at {HttpAddress.Show(_probe.Address)}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) => new HttpConversation(_exchange, context);

    /// <inheritdoc/>
    /// <remarks>Opens a connection to the server, or to the proxy before it, agrees on TLS, and sends nothing.</remarks>
    public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) => _probe.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _exchange.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Where requests go: <c>/chat/completions</c> below the base, which has <c>/v1</c> unless it says otherwise.</summary>
    private static string Endpoint(string baseUrl)
    {
        const string endpoint = "/chat/completions";
        string address = baseUrl.TrimEnd('/');
        return address.EndsWith(endpoint, StringComparison.Ordinal) ? address
            : new Uri(baseUrl).AbsolutePath == "/" ? $"{address}/v1{endpoint}"
            : address + endpoint;
    }

    private static Dictionary<string, Template> Headers(OpenAIOptions chat)
    {
        Dictionary<string, Template> headers = new(chat.Headers, StringComparer.OrdinalIgnoreCase);
        if (chat.ApiKey is { Length: > 0 } key)
        {
            // The key stands as it is: what looks like a path in it is none.
            headers["Authorization"] = Template.Literal($"Bearer {key}");
        }

        return headers;
    }
}
