using System.Text;
using Baton.Agents;

namespace Baton.Cli.Chat;

/// <summary>Has one message answered and shows the answer.</summary>
internal sealed class ChatAnswer(ToolSession session, ChatRoom room, SideLines lines)
{
    /// <summary>Answers a message.</summary>
    /// <param name="message">What the user says.</param>
    /// <param name="cancellationToken">Ends the answer; what was said of it is kept.</param>
    /// <returns>How it ended: <see cref="RunStatus.Completed"/>, <see cref="RunStatus.Failed"/> or <see cref="RunStatus.Cancelled"/>.</returns>
    public async Task<RunStatus> GiveAsync(string message, CancellationToken cancellationToken)
    {
        if (room.Spending.Reached() is { } reached)
        {
            await SayErrorAsync(reached);
            return RunStatus.Failed;
        }

        AnswerView view = new(session, room.Redaction, session.OutputIsTerminal, lines);
        StringBuilder said = new();
        RunResult result = null!;
        RunConfig config = room.Spending.Left() with { Session = room.History };
        try
        {
            await foreach (
                AgentEvent happened in new StreamingRunner(room.Agent, config).RunAsync(
                    message,
                    cancellationToken: cancellationToken
                )
            )
            {
                view.Add(happened);
                switch (happened)
                {
                    case TextEvent text:
                        said.Append(text.Content);
                        break;
                    case RunEndedEvent ended:
                        result = ended.Result;
                        break;
                    default:
                        break;
                }
            }
        }
        finally
        {
            view.EndLine();
        }

        room.Spending.Add(result.Usage);
        if (!session.OutputIsTerminal && (result.FinalOutput ?? said.ToString()) is { Length: > 0 } answer)
        {
            await session.Out.WriteLineAsync(room.Redaction.Redact(answer.TrimEnd('\n')));
            await session.Out.FlushAsync(CancellationToken.None);
        }

        if (result.Status == RunStatus.Failed)
        {
            await SayErrorAsync(Why(result));
        }

        return result.Status;
    }

    private string Why(RunResult result) =>
        result switch
        {
            { LimitReached: "max_tokens" or "max_cost" } when room.Spending.Reached() is { } reached => reached,
            { LimitReached: { } limit } => $"{limit}: {result.Error!.Message}{ModelHint.ForLimit(limit)}",
            { Error: { } error } => $"{error.Kind}: {error.Message}{ModelHint.For(error, room.Request.Model)}",
            _ => "the run ended without an answer",
        };

    private Task SayErrorAsync(string message) =>
        session.Error.WriteLineAsync(room.Redaction.Redact($"error: {message}"));
}
