using Baton.Cli.Interrupts;

namespace Baton.Cli.Chat;

/// <summary>Ctrl-C in a chat: counted anew with each message.</summary>
internal sealed class ChatInterrupts(ToolSession session) : IDisposable
{
    private Interruption _current = session.Listen();

    /// <summary>Cancelled by the first Ctrl-C since the last message.</summary>
    public CancellationToken First => _current.Asked;

    /// <summary>Cancelled by the second Ctrl-C since the last message.</summary>
    public CancellationToken Second => _current.Insisted;

    /// <summary>Begins to count anew.</summary>
    public void BeginMessage()
    {
        // Listening never stops in between: an unheard Ctrl-C would kill the process.
        Interruption last = _current;
        _current = session.Listen();
        last.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();
}
