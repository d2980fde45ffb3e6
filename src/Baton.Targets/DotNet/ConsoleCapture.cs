using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Baton.Targets.DotNet;

/// <summary>Hands what an agent's code prints to the call it belongs to; all other code prints as before. Thread-safe.</summary>
/// <remarks>Whose output it is follows the flow of the call, across threads and awaits.</remarks>
[SuppressMessage(
    "ApiDesign",
    "RS0030",
    Justification = "Nothing is printed here; what others print is kept off the console"
)]
internal static class ConsoleCapture
{
    private static readonly AsyncLocal<PrintedLines?> Current = new();
    private static readonly Lock Gate = new();
    private static int _users;
    private static (TextWriter Out, TextWriter Error) _original;

    /// <summary>Begins to listen; ends when as many listeners have left as have come.</summary>
    public static IDisposable Listen()
    {
        lock (Gate)
        {
            if (_users++ == 0)
            {
                _original = (Console.Out, Console.Error);
                Console.SetOut(new RoutedWriter(_original.Out, "stdout"));
                Console.SetError(new RoutedWriter(_original.Error, "stderr"));
            }
        }

        return new Listener();
    }

    /// <summary>From here on, what this flow of calls prints goes to the lines.</summary>
    public static void Into(PrintedLines lines) => Current.Value = lines;

    private sealed class Listener : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 1)
            {
                return;
            }

            lock (Gate)
            {
                if (--_users == 0)
                {
                    Console.SetOut(_original.Out);
                    Console.SetError(_original.Error);
                }
            }
        }
    }

    private sealed class RoutedWriter(TextWriter original, string source) : TextWriter
    {
        public override Encoding Encoding => original.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Current.Value is { } lines)
            {
                lines.Add(buffer, source);
            }
            else
            {
                original.Write(buffer);
            }
        }

        public override void Flush() => original.Flush();
    }
}
