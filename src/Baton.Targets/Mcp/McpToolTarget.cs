using Baton.Agents;
using Baton.Agents.Mcp;
using Baton.Targets.Telemetry;

namespace Baton.Targets.Mcp;

/// <summary>An agent that is a tool of an MCP server, called once a turn; see <c>docs/targets/mcp.md</c>.</summary>
/// <remarks>All runs share one connection, over which calls go side by side. A server that is lost is connected anew.</remarks>
public sealed class McpToolTarget : ITarget
{
    // The turn's own limit is laid around the target.
    private static readonly TimeSpan _longestCall = TimeSpan.FromDays(30);

    private readonly McpOptions _options;
    private readonly McpServerOptions _server;
    private readonly SemaphoreSlim _connecting = new(1);
    private McpServer? _connected;
    private ToolArguments? _arguments;
    private bool _isOver;

    /// <summary>Describes the target; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Mcp"/> is given.</param>
    /// <param name="environment">Where a program is started from.</param>
    public McpToolTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Mcp ?? throw new ArgumentException("`mcp` is not given in the `runner` section", nameof(options));
        _server = new McpServerOptions(Connection(options, environment))
        {
            ConnectTimeout = _options.ConnectTimeout,
            CallTimeout = _longestCall,
            TimeProvider = environment.TimeProvider,
        };
        Name = $"{_options.Tool} of {_options.Command?.ToString() ?? new Uri(_options.Url!).Host}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The tool, by the server's name.</summary>
    internal string Tool => _options.Tool;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new McpToolConversation(this, _options.ResponsePath, context);

    /// <summary>Starts or calls the server, looks for the tool, and compares its arguments.</summary>
    /// <inheritdoc/>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        (await ConnectAsync(cancellationToken).ConfigureAwait(false)).Error;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        await _connecting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _isOver = true;
        if (_connected is not null)
        {
            await _connected.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
    }

    /// <summary>The server and what its tool is called with, connected when first asked for; or why not.</summary>
    internal async ValueTask<(McpServer? Server, ToolArguments? Arguments, AgentError? Error)> ConnectAsync(
        CancellationToken cancellationToken
    )
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            if (_arguments is null)
            {
                _connected ??= await McpServer.ConnectAsync(_server, cancellationToken).ConfigureAwait(false);
                (_arguments, string? problem) = FindTool(_connected);
                if (problem is not null)
                {
                    return (null, null, new AgentError(ErrorKind.Start, $"MCP server {_connected.Name}: {problem}"));
                }
            }

            return (_connected, _arguments, null);
        }
        catch (McpServerException failed)
        {
            return (null, null, ErrorOf(failed));
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>What a failure of the server means for a turn.</summary>
    internal AgentError ErrorOf(McpServerException failed) => McpToolFailure.Of(failed, _options.Url is not null);

    private (ToolArguments? Arguments, string? Problem) FindTool(McpServer server)
    {
        if (server.Find(_options.Tool) is { } tool)
        {
            return ToolArguments.Of(tool, _options.Arguments);
        }

        string there =
            server.Tools.Count == 0
                ? "it has no tools"
                : $"there are: {string.Join(", ", server.Tools.Select(each => each.Name))}";
        return (null, $"there is no tool `{_options.Tool}` (`mcp.tool`); {there}");
    }

    private McpConnection Connection(RunnerOptions options, TargetEnvironment environment)
    {
        if (_options.Url is { } url)
        {
            return new McpEndpoint(new Uri(url)) { Headers = _options.Headers };
        }

        Dictionary<string, string> variables = new(options.EnvironmentVars, StringComparer.Ordinal);
        foreach ((string name, string value) in _options.Env)
        {
            variables[name] = value;
        }

        TelemetryVariables.AddTo(variables, environment);
        IReadOnlyList<string> command = _options.Command!.Items;
        return new McpProcess(command[0])
        {
            Arguments = [.. command.Skip(1)],
            WorkingDirectory = Path.GetFullPath(
                Path.Combine(environment.ProjectDirectory, options.WorkingDirectory ?? "")
            ),
            Environment = variables,
        };
    }
}
