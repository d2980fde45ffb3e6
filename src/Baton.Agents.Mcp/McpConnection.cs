namespace Baton.Agents.Mcp;

/// <summary>The way to an MCP server: a program that is started, or a web address.</summary>
public abstract record McpConnection
{
    private protected McpConnection() { }

    /// <summary>The connection as errors name it; without arguments, values, headers or the query of an address.</summary>
    internal abstract string Shown { get; }

    /// <summary>The server's name where none is given.</summary>
    internal abstract string DefaultName { get; }
}
