using Baton.Agents;

namespace Baton.Mcp.Places;

/// <summary>A call named a path that is not inside the server's root.</summary>
/// <param name="path">The path as it was given.</param>
/// <param name="why">How it leads out.</param>
public sealed class OutsideRootException(string path, string why)
    : BatonException($"`{path}` {why}; the server reads inside its root only, which `baton mcp --root` sets")
{
    /// <summary>The path as it was given.</summary>
    public string Path { get; } = path;
}
