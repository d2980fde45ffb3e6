using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Baton.Cli.Chat;

/// <summary>What is typed at a terminal, line by line.</summary>
internal static class TerminalInput
{
    private const int StandardInput = 0;

    /// <summary>The reader for the session's terminal; the session's own where there is no terminal.</summary>
    /// <remarks>
    /// On Unix the system edits the line, not the console of .NET: that one keeps what was half typed before Ctrl-C and
    /// loses what is typed while nobody reads.
    /// </remarks>
    public static TextReader Of(ToolSession session) =>
        session.CanAsk && !OperatingSystem.IsWindows() && ReferenceEquals(session.In, Console.In)
            ? new StreamReader(
                new FileStream(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0),
                Encoding.UTF8
            )
            : session.In;
}
