namespace Baton.Cli.Run;

/// <summary>Reads answers from a person at the terminal.</summary>
internal static class TerminalQuestion
{
    /// <summary>
    /// Reads a line without blocking the caller; nothing when the input has ended. A question that is given up is ended
    /// with a line break, so that what follows does not stand behind it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the line is left to whoever reads next.</exception>
    public static async Task<string> ReadLineAsync(ToolSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(session.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken) ?? "";
        }
        catch (OperationCanceledException)
        {
            await session.Error.WriteLineAsync();
            throw;
        }
    }
}
