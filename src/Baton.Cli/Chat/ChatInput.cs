using System.Text;

namespace Baton.Cli.Chat;

/// <summary>The messages of a chat: typed at a prompt, or one line each where there is no terminal.</summary>
internal sealed class ChatInput(ToolSession session, TypedLines lines, ChatInterrupts interrupts)
{
    private const string Prompt = "You: ";
    private const string NextLinePrompt = "...  ";

    /// <summary>The next message, or <see langword="null"/> when the input has ended.</summary>
    /// <exception cref="OperationCanceledException">The chat was interrupted.</exception>
    public async Task<string?> ReadAsync()
    {
        StringBuilder message = new();
        while (true)
        {
            bool wasInterrupted = interrupts.First.IsCancellationRequested;
            string? line = await ReadLineAsync(message.Length == 0 ? Prompt : NextLinePrompt);
            if (!wasInterrupted && interrupts.First.IsCancellationRequested)
            {
                message.Clear();
            }

            if (line is null && message.Length == 0)
            {
                return null;
            }

            if (line is not null && GoesOn(line))
            {
                message.Append(line.AsSpan(0, line.Length - 1)).Append('\n');
                continue;
            }

            interrupts.BeginMessage();
            bool endsWithBackslash = line?.EndsWith(@"\\", StringComparison.Ordinal) == true;
            return message.Append(endsWithBackslash ? line![..^1] : line).ToString();
        }
    }

    /// <summary>Asks for a yes.</summary>
    public async Task<bool> ConfirmAsync(string question)
    {
        string? answer = await ReadLineAsync($"{question} [y/N] ");
        return answer?.Trim() is "y" or "Y" or "yes" or "Yes";
    }

    private static bool GoesOn(string line) => line.EndsWith('\\') && !line.EndsWith(@"\\", StringComparison.Ordinal);

    private async Task<string?> ReadLineAsync(string prompt)
    {
        if (!session.CanAsk)
        {
            return await lines.ReadAsync(interrupts.First);
        }

        if (!interrupts.First.IsCancellationRequested)
        {
            await session.Error.WriteAsync(prompt);
            try
            {
                return await lines.ReadAsync(interrupts.First);
            }
            catch (OperationCanceledException) when (!interrupts.Second.IsCancellationRequested)
            {
                await session.Error.WriteLineAsync();
                await session.Error.WriteLineAsync("Ctrl-C again, or /exit, ends the chat.");
                prompt = Prompt;
            }
        }

        await session.Error.WriteAsync(prompt);
        return await lines.ReadAsync(interrupts.Second);
    }
}
