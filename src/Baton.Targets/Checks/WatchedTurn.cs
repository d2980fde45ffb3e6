using System.Text;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Checks;

/// <summary>One turn, taken to its end, and what was seen of it.</summary>
internal sealed class WatchedTurn
{
    private readonly StringBuilder _text = new();

    /// <summary>The pieces of text that came.</summary>
    public int Pieces { get; private set; }

    /// <summary>The pieces joined.</summary>
    public string Text => _text.ToString();

    /// <summary>When the first piece came, from the start of the turn.</summary>
    public TimeSpan? FirstPiece { get; private set; }

    /// <summary>How long the turn took.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>The event that ended the turn; <see langword="null"/> when there was none.</summary>
    public AgentEvent? Outcome { get; private set; }

    /// <summary>Whether something came behind the outcome, which must not be.</summary>
    public bool WentOn { get; private set; }

    /// <summary>The answer, where there is one that says something.</summary>
    public string? Answer => Outcome is FinalEvent { Output: { Length: > 0 } output } && !WentOn ? output : null;

    /// <summary>What came instead of an answer.</summary>
    public string Problem =>
        WentOn
            ? "the turn went on behind its outcome"
            : Outcome switch
            {
                FinalEvent => "the answer is empty",
                ErrorEvent failed => $"{failed.Error.Kind}: {failed.Error.Message}",
                LimitEvent limit => $"ended at `{limit.Limit}`: {limit.Message}",
                _ => "the turn ended without an outcome",
            };

    /// <summary>Takes a turn.</summary>
    public static async Task<WatchedTurn> TakeAsync(
        IConversation conversation,
        string input,
        TimeProvider time,
        CancellationToken cancellationToken,
        int number = 1,
        IReadOnlyList<ChatMessage>? history = null
    )
    {
        WatchedTurn watched = new();
        long started = time.GetTimestamp();
        Turn turn = new()
        {
            Input = input,
            Number = number,
            History = history ?? [],
        };
        await foreach (AgentEvent happened in conversation.TakeTurnAsync(turn, cancellationToken).ConfigureAwait(false))
        {
            watched.See(happened, time.GetElapsedTime(started));
        }

        watched.Duration = time.GetElapsedTime(started);
        return watched;
    }

    private void See(AgentEvent happened, TimeSpan at)
    {
        WentOn |= Outcome is not null;
        switch (happened)
        {
            case TextEvent text:
                Pieces++;
                FirstPiece ??= at;
                _text.Append(text.Content);
                break;
            case FinalEvent or ErrorEvent or LimitEvent:
                Outcome = happened;
                break;
            default:
                break;
        }
    }
}
