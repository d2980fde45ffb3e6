namespace Baton.Cli.Run;

/// <summary>Reads answers from a person at the terminal.</summary>
internal static class TerminalQuestion
{
    /// <summary>Reads a line without blocking the caller; nothing when the input has ended.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the line is left to whoever reads next.</exception>
    public static async Task<string> ReadLineAsync(ToolSession session, CancellationToken cancellationToken) =>
        await Task.Run(session.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken) ?? "";
}
