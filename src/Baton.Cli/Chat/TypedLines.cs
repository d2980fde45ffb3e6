namespace Baton.Cli.Chat;

/// <summary>The lines of an input, for several askers in turn: a line whose asker gave up goes to the next one.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TypedLines(TextReader input)
{
    private Task<string?>? _reading;

    /// <summary>The next line, or <see langword="null"/> when the input has ended.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the line stays for the next asker.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        // A line at a terminal cannot be waited for without holding a thread.
        _reading ??= Task.Run(input.ReadLine, CancellationToken.None);
        string? line = await _reading.WaitAsync(cancellationToken);
        _reading = null;
        return line;
    }
}
