using Baton.Agents;

namespace Baton.Targets.Http;

/// <summary>An agent behind a URL. Safe for concurrent use; connections are kept and used again.</summary>
/// <remarks>Time-outs, retries, pacing and guards are laid around it by <see cref="TargetFactory"/>.</remarks>
public sealed class HttpTarget : ITarget
{
    private readonly HttpExchange _exchange;
    private readonly HttpProbe _probe;

    /// <summary>Creates the target; opens no connection.</summary>
    /// <param name="options">The section, with <see cref="RunnerOptions.Http"/> given.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <exception cref="ArgumentException">There is no <c>http:</c> section, or its address cannot be used.</exception>
    public HttpTarget(RunnerOptions options, TargetEnvironment environment)
    {
        HttpOptions http = options.Http ?? throw new ArgumentException("there is no `http:` section", nameof(options));
        if (HttpOptionsCheck.UrlProblem(http.Url) is { } problem)
        {
            throw new ArgumentException($"http.url {problem}", nameof(options));
        }

        _exchange = new HttpExchange(options, http, environment);
        _probe = new HttpProbe(http.Url, http.VerifyTls, environment.TimeProvider);
        Name = $"{http.Method.ToString().ToUpperInvariant()} {HttpAddress.Show(_probe.Address)}";
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
}
