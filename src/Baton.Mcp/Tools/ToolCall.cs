using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Tools;

/// <summary>One call of a tool: its way to tell the client how far it is.</summary>
/// <param name="server">The client's session.</param>
/// <param name="token">What the client wants progress to be named by, or <see langword="null"/> when it wants none.</param>
internal sealed class ToolCall(McpServer server, ProgressToken? token)
{
    /// <summary>Whether the client wants to know how far the call is.</summary>
    public bool WantsProgress => token is not null;

    /// <summary>Tells the client how far the call is. A client that is gone is told nothing.</summary>
    /// <param name="done">How much is done; it must grow from one report to the next.</param>
    /// <param name="total">How much there is, or <see langword="null"/>.</param>
    /// <param name="message">The same for people.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task ReportAsync(double done, double? total, string message, CancellationToken cancellationToken)
    {
        if (token is not { } name)
        {
            return;
        }

        try
        {
            await server
                .NotifyProgressAsync(
                    name,
                    new ProgressNotificationValue
                    {
                        Progress = (float)done,
                        Total = (float?)total,
                        Message = message,
                    },
                    cancellationToken: cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The client hung up; the call goes on or is cancelled by its token.
        }
    }
}
