using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace Baton.Agents.Mcp;

/// <summary>
/// A connected MCP server. Its <see cref="Tools"/> go into <see cref="Agent.Tools"/> of any number of agents. Thread-safe.
/// Dispose it after the last run: that ends its process.
/// </summary>
/// <remarks>
/// When the server is lost, the call under way fails, and the next one connects anew, once; when that does not work, it
/// fails too, and the one after it tries again. No call is sent twice unless it cannot have arrived.
/// </remarks>
public sealed class McpServer : IAsyncDisposable
{
    private readonly McpServerOptions _options;

    [SuppressMessage("Usage", "CA2213", Justification = "It holds nothing to free, and late callers still wait for it")]
    private readonly SemaphoreSlim _connecting = new(1);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _refreshGate = new();

    // Guarded by _refreshGate.
    private Task _refresh = Task.CompletedTask;
    private bool _closed;

    private volatile McpSession _session = null!;
    private volatile IReadOnlyList<AIFunction> _tools = [];

    private McpServer(McpServerOptions options) => _options = options;

    /// <summary>The server's name, as errors have it.</summary>
    public string Name => _options.ShownName;

    /// <summary>What the server says about using it, for an agent's instructions; often nothing.</summary>
    public string? Instructions => _session.Instructions;

    /// <summary>
    /// The tools offered, in the server's order. When the server says that its tools changed, or after it was connected anew,
    /// this is another list; a list taken before stays as it is.
    /// </summary>
    /// <remarks>
    /// A tool returns a <see cref="string"/>; a <see cref="System.Text.Json.JsonElement"/> where the server gives structured
    /// content; a list of <see cref="AIContent"/> with <see cref="DataContent"/> where there are images or the like. It throws
    /// <see cref="McpServerException"/> with the server's words when the server says that the call failed.
    /// </remarks>
    public IReadOnlyList<AIFunction> Tools => _tools;

    /// <summary>The offered tool that the server calls so, or <see langword="null"/>.</summary>
    /// <param name="tool">The server's own name, without prefix.</param>
    public AIFunction? Find(string tool) =>
        _tools.FirstOrDefault(offered => offered.GetService<McpTool>()?.ServerName == tool);

    /// <summary>Starts or calls a server and asks for its tools.</summary>
    /// <param name="options">The server.</param>
    /// <param name="cancellationToken">Ends the attempt; a process that was started is ended.</param>
    /// <exception cref="McpServerException">
    /// The options are wrong, the server cannot be reached or does not answer in time, or a tool that was named is not there.
    /// </exception>
    public static async Task<McpServer> ConnectAsync(
        McpServerOptions options,
        CancellationToken cancellationToken = default
    )
    {
        OptionsCheck.ThrowIfWrong(options);
        McpServer server = new(options);
        try
        {
            await server.OpenAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the connection; a process is asked to end, then killed. Calls under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Task refresh;
        lock (_refreshGate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            refresh = _refresh;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await refresh.ConfigureAwait(false);
        await _connecting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
        }

        // Callers that still wait find the server closed.
        _connecting.Release();
        _closing.Dispose();
    }

    /// <summary>Calls a tool, offered to agents or not.</summary>
    /// <param name="tool">The tool, by the server's own name.</param>
    /// <param name="arguments">Its arguments by name.</param>
    /// <param name="meta">What is said beside them, as <c>_meta</c> of the request: a <c>traceparent</c>, for example. Default nothing.</param>
    /// <param name="cancellationToken">Ends the wait; the server is told.</param>
    /// <returns>What the tools of <see cref="Tools"/> return.</returns>
    /// <exception cref="McpServerException">The server failed the call, took too long, or was lost.</exception>
    public async Task<object?> CallAsync(
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        JsonObject? meta = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(arguments);
        McpSession session = await LiveSessionAsync(cancellationToken).ConfigureAwait(false);
        CallToolResult? result = await CallAsync(session, tool, arguments, meta, cancellationToken)
            .ConfigureAwait(false);
        if (result is null)
        {
            session = await LiveSessionAsync(cancellationToken).ConfigureAwait(false);
            result = await CallAsync(session, tool, arguments, meta, cancellationToken).ConfigureAwait(false);
        }

        return result is null
            ? throw new McpServerException($"MCP server {Name} was lost again right after it was connected")
            {
                Fault = McpFault.Lost,
            }
            : ToolResult.Read(result, Name, tool);
    }

    private async Task<CallToolResult?> CallAsync(
        McpSession session,
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        JsonObject? meta,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource timer = new(_options.CallTimeout, _options.TimeProvider);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            timer.Token
        );
        try
        {
            return await session.CallAsync(tool, arguments, meta, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw McpFailure.OfTime(_options, tool);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<McpSession> LiveSessionAsync(CancellationToken cancellationToken)
    {
        if (_session.IsAlive)
        {
            return _session;
        }

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfClosed();
            if (!_session.IsAlive)
            {
                await _session.DisposeAsync().ConfigureAwait(false);
                await OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            return _session;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private void ThrowIfClosed()
    {
        lock (_refreshGate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource timer = new(_options.ConnectTimeout, _options.TimeProvider);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            timer.Token,
            _closing.Token
        );
        try
        {
            _session = await McpSession.OpenAsync(_options, RefreshTools, limit.Token).ConfigureAwait(false);
            _tools = await OfferedTools.ListAsync(this, _session, _options, limit.Token).ConfigureAwait(false);
        }
        catch (McpServerException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfClosed();
            throw;
        }
    }

    private void RefreshTools()
    {
        lock (_refreshGate)
        {
            if (!_closed)
            {
                _refresh = RefreshAfterAsync(_refresh, _closing.Token);
            }
        }
    }

    private async Task RefreshAfterAsync(Task earlier, CancellationToken closing)
    {
        await earlier.ConfigureAwait(false);
        using CancellationTokenSource timer = new(_options.ConnectTimeout, _options.TimeProvider);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(closing, timer.Token);
        try
        {
            // Nothing before the first connection stands: it asks for the tools itself.
            if (_session is { } session)
            {
                _tools = await OfferedTools.ListAsync(this, session, _options, limit.Token).ConfigureAwait(false);
            }
        }
        catch (McpServerException)
        {
            // The tools stay as they were; a call of one that is gone says so.
        }
    }
}
