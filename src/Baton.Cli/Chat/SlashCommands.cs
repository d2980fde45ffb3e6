using Baton.Agents.Sessions;
using Baton.Cli.Results;
using Baton.Configuration;
using Microsoft.Extensions.AI;

namespace Baton.Cli.Chat;

/// <summary>What can be typed into a chat beside messages.</summary>
internal sealed class SlashCommands
{
    private readonly ToolSession _session;
    private readonly ChatRoom _room;
    private readonly ChatInput _input;
    private readonly SlashCommand[] _commands;

    public SlashCommands(ToolSession session, ChatRoom room, ChatInput input)
    {
        _session = session;
        _room = room;
        _input = input;
        _commands =
        [
            new("/help", "", "Show this list", _ => Say(Help())),
            new("/exit", "", "End the chat; Ctrl-D does the same", _ => Task.CompletedTask),
            new("/clear", "", "Forget what was said", _ => ClearAsync()),
            new("/history", "", "Show what was said", _ => ShowHistoryAsync()),
            new("/tools", "", "Show the tools the model may call", _ => Say(Tools())),
            new("/usage", "", "Show tokens and cost since the chat began", _ => Say(room.Spending.ToString())),
            new("/save", "FILE", "Write the conversation to a JSON file", SaveAsync),
        ];
    }

    /// <summary>Whether a typed line is a command; a message that begins with / is written with two.</summary>
    public static bool IsCommand(string typed) =>
        typed.StartsWith('/') && !typed.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Carries out a command.</summary>
    /// <returns>Whether the chat goes on.</returns>
    public async Task<bool> RunAsync(string typed)
    {
        string[] words = typed.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        SlashCommand? command = Array.Find(_commands, command => command.Name == words[0]);
        if (command is null)
        {
            string hint = Suggestion.Hint(words[0], _commands.Select(known => known.Name));
            await Say(
                $"error: {words[0]}: unknown command{(hint.Length > 0 ? hint : "; /help lists them")} "
                    + "(a message that begins with / is written with two)"
            );
            return true;
        }

        try
        {
            await command.RunAsync(words.Length > 1 ? words[1].Trim() : "");
        }
        catch (Exception error) when (error is SessionException or IOException or UnauthorizedAccessException)
        {
            await Say($"error: {error.Message}");
        }

        return command.Name != "/exit";
    }

    private string Help()
    {
        int width = _commands.Max(command => command.Usage.Length) + 2;
        return string.Join('\n', _commands.Select(command => command.Usage.PadRight(width) + command.Description))
            + "\nA \\ at a line's end goes on in the next line. Ctrl-C ends the answer that is coming, a second one the chat.";
    }

    private string Tools() =>
        _room.Tools.Count == 0
            ? "No tools; give some with `--tool mcp:SERVER`"
            : string.Join(
                '\n',
                _room.Tools.Select(tool =>
                    OneLine.Of($"{tool.Name}{Asks(tool)}: {tool.Description}", _session.Width - 1)
                )
            );

    private static string Asks(AITool tool) =>
        tool.GetService<ApprovalRequiredAIFunction>() is null ? "" : " (asks first)";

    private async Task ShowHistoryAsync()
    {
        IReadOnlyList<ChatMessage> messages = await _room.History.ReadAsync(CancellationToken.None);
        if (messages.Count == 0)
        {
            await Say("Nothing was said yet");
        }

        HistoryText.Write(_session.Error, messages, _room.Redaction);
    }

    private async Task ClearAsync()
    {
        if (_room.SessionShownAs is { } kept && !await _input.ConfirmAsync($"Forget session {kept}, also in the file?"))
        {
            await Say("Nothing was forgotten");
            return;
        }

        await _room.History.ClearAsync(CancellationToken.None);
        await Say("Forgotten; the next message begins anew");
    }

    private async Task SaveAsync(string file)
    {
        if (file.Length == 0)
        {
            await Say("error: /save: a file is missing; write for example /save talk.json");
            return;
        }

        string path = Path.GetFullPath(file, _session.WorkingDirectory);
        if (File.Exists(path) && !await _input.ConfirmAsync($"{file} is there already. Replace it?"))
        {
            await Say("Nothing was written");
            return;
        }

        IReadOnlyList<ChatMessage> messages = await _room.History.ReadAsync(CancellationToken.None);
        SavedChat.Write(path, _room.Request, messages, _room.Spending.Total, _room.Redaction);
        await Say($"Wrote {messages.Count} messages to {file}");
    }

    private Task Say(string text) => _session.Error.WriteLineAsync(text);

    private sealed record SlashCommand(string Name, string Argument, string Description, Func<string, Task> RunAsync)
    {
        public string Usage => Argument.Length == 0 ? Name : $"{Name} {Argument}";
    }
}
