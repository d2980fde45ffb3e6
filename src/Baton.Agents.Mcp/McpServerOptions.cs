namespace Baton.Agents.Mcp;

/// <summary>A server to connect to, which of its tools to offer, and the limits of each wait.</summary>
/// <param name="Connection">The program to start or the address to call.</param>
public sealed record McpServerOptions(McpConnection Connection)
{
    /// <summary>Stands for every tool in <see cref="AllowedTools"/> and <see cref="ApprovedTools"/>.</summary>
    public const string EveryTool = "*";

    /// <summary>The server's name in errors. Default: the program's file name or the address' host.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// The tools to offer, by the server's names. Default: every tool. A name that the server does not have is an error,
    /// so that a misspelt one is seen.
    /// </summary>
    public IReadOnlyList<string> AllowedTools { get; init; } = [EveryTool];

    /// <summary>
    /// The tools whose calls somebody has to agree to, by the server's names; <see cref="EveryTool"/> is all of them. A name
    /// that is not offered is an error. Default: none.
    /// </summary>
    public IReadOnlyList<string> ApprovedTools { get; init; } = [];

    /// <summary>
    /// Stands before the name of every tool, so that two servers' tools do not clash; letters, digits, <c>_</c> and
    /// <c>-</c>. Default: nothing.
    /// </summary>
    public string ToolPrefix { get; init; } = string.Empty;

    /// <summary>How long the server may take to start, answer and list its tools. Above zero. Default: 60 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call may take; then it fails and the server is told. Above zero. Default: 60 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of <see cref="ConnectTimeout"/> and <see cref="CallTimeout"/>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal string ShownName => Name ?? Connection.DefaultName;
}
