using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

internal sealed class ToolServers : IAsyncDisposable
{
    public IReadOnlyList<AIFunction> Tools { get; } = [];

    public static Task<ToolServers> ConnectAsync(
        IReadOnlyList<string> references,
        ToolSession session,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
