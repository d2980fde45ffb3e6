using System.CommandLine;
using Baton.Agents;
using Baton.Agents.Sessions;

namespace Baton.Cli.Chat;

/// <summary>Carries out <c>baton chat</c>: makes the agent, then answers message after message.</summary>
internal static class ChatSitting
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ToolSession session, ChatCommandOptions options, ParseResult parsed)
    {
        ModelRequest request = ModelRequest.Read(options.Model, parsed, session);
        IReadOnlyDictionary<string, string> variables = ModelVariables.Read(session, options.Project, parsed);
        using SessionFile? file = parsed.GetValue(options.Session) is { } written
            ? SessionFile.Open(written, options.Session.Name, session.WorkingDirectory)
            : null;
        using ChatInterrupts interrupts = new(session);
        TypedLines lines = new(TerminalInput.Of(session));
        using ToolConsent consent = new(session, lines);
        await using ModelAgent model = await ModelAgent.StartAsync(
            request,
            session,
            variables,
            consent.DecideAsync,
            interrupts.First
        );
        ChatRoom room = new()
        {
            Request = request,
            Agent = model.Agent,
            History = file?.Session ?? new InMemorySession(),
            SessionShownAs = file?.ShownAs,
            Redaction = Redaction.Of(variables),
            Spending = new ChatSpending(model.Agent.Config),
        };
        await GreetAsync(session, room, interrupts.First);
        ChatInput input = new(session, lines, interrupts);
        ChatAnswer answer = new(session, room, consent.Lines);
        return await TalkAsync(session, room, input, answer, interrupts);
    }

    private static async Task GreetAsync(ToolSession session, ChatRoom room, CancellationToken cancellationToken)
    {
        if (session.CanAsk)
        {
            string tools = room.Tools.Count switch
            {
                0 => "",
                1 => ", 1 tool",
                int many => $", {many} tools",
            };
            await session.Error.WriteLineAsync(
                $"Talking with {room.Request.Model}{tools}. /help lists commands, Ctrl-D ends the chat."
            );
        }

        if (room.SessionShownAs is { } shownAs)
        {
            int known = (await room.History.ReadAsync(cancellationToken)).Count;
            await session.Error.WriteLineAsync(
                known == 0 ? $"New session {shownAs}" : $"Going on with session {shownAs}: {known} messages"
            );
        }
    }

    private static async Task<int> TalkAsync(
        ToolSession session,
        ChatRoom room,
        ChatInput input,
        ChatAnswer answer,
        ChatInterrupts interrupts
    )
    {
        SlashCommands commands = new(session, room, input);
        while (await input.ReadAsync() is { } message)
        {
            if (string.IsNullOrWhiteSpace(message))
            {
                continue;
            }

            if (session.CanAsk && SlashCommands.IsCommand(message))
            {
                if (!await commands.RunAsync(message))
                {
                    return ExitCodes.Ok;
                }

                continue;
            }

            RunStatus status = await answer.GiveAsync(Unescape(message, session), interrupts.First);
            if (session.CanAsk)
            {
                interrupts.Second.ThrowIfCancellationRequested();
                await session.Error.WriteLineAsync(status == RunStatus.Cancelled ? "[stopped]\n" : "");
            }
            else if (status != RunStatus.Completed)
            {
                interrupts.First.ThrowIfCancellationRequested();
                return ExitCodes.Failed;
            }
        }

        if (session.CanAsk)
        {
            await session.Error.WriteLineAsync();
        }

        return ExitCodes.Ok;
    }

    // At a prompt a message that begins with / is written with two, so that it is no command.
    private static string Unescape(string message, ToolSession session) =>
        session.CanAsk && message.StartsWith("//", StringComparison.Ordinal) ? message[1..] : message;
}
