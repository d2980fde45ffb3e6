using Baton.Agents.Mcp;
using Baton.Agents.Mcp.References;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>The MCP servers of a command line, connected; disposing it ends their processes.</summary>
internal sealed class ToolServers : IAsyncDisposable
{
    private readonly List<McpServer> _servers = [];

    private ToolServers() { }

    /// <summary>The tools of all servers, in the servers' order.</summary>
    public IReadOnlyList<AIFunction> Tools => [.. _servers.SelectMany(server => server.Tools)];

    /// <summary>Starts or calls every server; when one cannot be used, none stays connected.</summary>
    /// <param name="references">The servers, as <see cref="McpReference"/> reads them.</param>
    /// <param name="session">Where relative paths and names start from.</param>
    /// <param name="variables">What <c>${NAME}</c> in a file of servers stands for.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <exception cref="McpServerException">A reference is wrong, or a server cannot be used; the message says what to do.</exception>
    public static async Task<ToolServers> ConnectAsync(
        IReadOnlyList<string> references,
        ToolSession session,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken
    )
    {
        // All are read first: a misspelt one is told before any program is started.
        McpServerOptions[] wanted =
        [
            .. references.Select(reference =>
                McpReference.Parse(reference, session.WorkingDirectory, variables.GetValueOrDefault)
            ),
        ];
        if (session.CanAsk)
        {
            string? path = session.Environment.GetValueOrDefault("PATH");
            wanted = [.. wanted.Select(options => OwnProcessGroup.Of(options, path))];
        }

        ToolServers servers = new();
        try
        {
            foreach (McpServerOptions options in wanted)
            {
                servers._servers.Add(
                    await McpServer.ConnectAsync(options with { TimeProvider = session.Clock }, cancellationToken)
                );
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (McpServer server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}
