using Microsoft.Extensions.AI;

namespace Baton.Topologies.Capabilities.ToolUse;

/// <summary>The functions that agents name among their tools, and the way to tool servers. Safe for concurrent use.</summary>
public sealed class ToolRegistry
{
    /// <summary>What a tool begins with that is a server.</summary>
    public const string ServerPrefix = "mcp:";

    private readonly Dictionary<string, AIFunction> _byName = new(StringComparer.Ordinal);

    /// <summary>A registry of functions, made for example by <see cref="AIFunctionFactory"/>.</summary>
    /// <param name="functions">The functions, known by their names. Default: none.</param>
    /// <exception cref="TopologyException">Two have the same name.</exception>
    public ToolRegistry(params IEnumerable<AIFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        foreach (AIFunction function in functions)
        {
            if (!_byName.TryAdd(function.Name, function))
            {
                throw new TopologyException($"Two tools are named `{function.Name}`; rename one");
            }
        }
    }

    /// <summary>
    /// Connects a server by its reference (<c>mcp:https://host/path</c> …); it is shared by the agents of an execution and
    /// disconnected after it. Default: none, so that agents cannot name servers.
    /// </summary>
    public Func<string, CancellationToken, Task<ToolServer>>? Servers { get; init; }

    /// <summary>The functions' names, in the order in which they were given.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Whether a tool is a server's reference.</summary>
    internal static bool IsServer(string tool) => tool.StartsWith(ServerPrefix, StringComparison.Ordinal);

    /// <summary>A function, or <see langword="null"/>.</summary>
    internal AIFunction? Find(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>A connected server of tools.</summary>
/// <param name="Tools">What it offers.</param>
/// <param name="Connection">Disposed when nobody needs it any more.</param>
public sealed record ToolServer(IReadOnlyList<AIFunction> Tools, IAsyncDisposable Connection);
