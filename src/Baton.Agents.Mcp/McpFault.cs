namespace Baton.Agents.Mcp;

/// <summary>What kind of thing went wrong with a server.</summary>
public enum McpFault
{
    /// <summary>It cannot be used at all: not named rightly, not there, not started, no MCP server, or without a tool that was named.</summary>
    Unavailable,

    /// <summary>It went away during a call; whether the call took effect is not known.</summary>
    Lost,

    /// <summary>A call took longer than <see cref="McpServerOptions.CallTimeout"/>.</summary>
    TimedOut,

    /// <summary>It answered a call with an error of the protocol.</summary>
    Refused,

    /// <summary>The tool says that it failed.</summary>
    ToolFailed,
}
