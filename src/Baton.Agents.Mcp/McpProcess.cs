namespace Baton.Agents.Mcp;

/// <summary>An MCP server that is started as a process and speaks over its standard input and output.</summary>
/// <remarks>
/// The process gets <c>PATH</c>, <c>HOME</c>, <c>USER</c>, <c>LOGNAME</c>, <c>SHELL</c>, <c>TERM</c> (on Windows their
/// like) and what is named here; no other variable of this program reaches it.
/// </remarks>
/// <param name="Command">The program: a path, or a name to be found in <c>PATH</c>.</param>
public sealed record McpProcess(string Command) : McpConnection
{
    /// <summary>The program's arguments, in order. Default: none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it runs in. Default: this program's working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables set for the process, before those it inherits. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of further variables of this program that the process inherits when they are set. Default: none.</summary>
    public IReadOnlyList<string> InheritedVariables { get; init; } = [];

    /// <summary>How long the process may take to end by itself before it is killed, with its children. Default: 5 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal override string Shown => $"`{Command}`";

    internal override string DefaultName => Path.GetFileNameWithoutExtension(Command);
}
