using Baton.Agents;
using Baton.Targets.Guards;
using Baton.Targets.Http;

namespace Baton.Targets.WebSockets;

/// <summary>An agent behind a WebSocket: one connection for each conversation. Safe for concurrent use.</summary>
/// <remarks>Time-outs, retries, pacing and guards are laid around it by <see cref="TargetFactory"/>.</remarks>
public sealed class WebSocketTarget : ITarget
{
    /// <summary>The section's key.</summary>
    internal const string Section = "websocket";

    private static readonly TimeSpan _longestHandshake = TimeSpan.FromSeconds(30);

    private readonly WebSocketExchange _exchange;
    private readonly HttpProbe _probe;
    private readonly TimeProvider _time;

    /// <summary>Creates the target; opens no connection.</summary>
    /// <param name="options">The section, with <see cref="RunnerOptions.WebSocket"/> given.</param>
    /// <param name="environment">Where it is started from.</param>
    /// <exception cref="ArgumentException">There is no <c>websocket:</c> section, or its address cannot be used.</exception>
    public WebSocketTarget(RunnerOptions options, TargetEnvironment environment)
    {
        WebSocketOptions section =
            options.WebSocket ?? throw new ArgumentException("there is no `websocket:` section", nameof(options));
        if (WebSocketOptionsCheck.UrlProblem(section.Url) is { } problem)
        {
            throw new ArgumentException($"websocket.url {problem}", nameof(options));
        }

        _time = environment.TimeProvider;
        _probe = new HttpProbe(section.Url, section.VerifyTls, _time, HttpKeys.WebSocket);
        Name = HttpAddress.Show(_probe.Address);
        _exchange = new WebSocketExchange(Name, section, options.StreamOutputPath, options.Stream, environment);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How many connections are open.</summary>
    internal int OpenConnections => _exchange.Connector.OpenConnections;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new WebSocketConversation(_exchange, context);

    /// <inheritdoc/>
    /// <remarks>
    /// Opens a connection, sends no message, and closes it. Where address or headers differ between conversations, it
    /// only finds out whether somebody listens and agrees on TLS.
    /// </remarks>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        if (!_exchange.Connector.IsSameForAll)
        {
            return await _probe.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        using Deadline deadline = new(_longestHandshake, _time, cancellationToken);
        try
        {
            (MessageConnection? connection, AgentError? error) = await _exchange
                .Connector.OpenAsync(Nobody.Scope, traceParent: null, deadline.Token)
                .ConfigureAwait(false);
            if (connection is not null)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }

            return error;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return HttpFailure.Refused(
                Name,
                $"no WebSocket handshake within {_longestHandshake.TotalSeconds:0} s",
                HttpKeys.WebSocket
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange.Connector.DisposeAsync();
}
