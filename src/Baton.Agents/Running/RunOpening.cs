using Baton.Agents.Histories;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>The first phase: the conversation so far, the input, and who may object to it.</summary>
internal static class RunOpening
{
    public static async ValueTask<RunEnd?> OpenAsync(RunState run, string input, IReadOnlyList<ChatMessage>? history)
    {
        CancellationToken token = run.Clock.Token;
        bool isJoined = false;
        try
        {
            token.ThrowIfCancellationRequested();
            if (run.Config.Session is { } session)
            {
                IReadOnlyList<ChatMessage> kept = await session
                    .ReadAsync(token)
                    .OrAbandoned(token)
                    .ConfigureAwait(false);
                // Repaired by itself first: what is repaired counts as known, and nothing behind it moves any more.
                run.Messages.AddRange(HistoryRules.Repair(kept));
                run.KnownMessages = run.Messages.Count;
            }

            isJoined = true;
            Join(run, history, input);
            if (run.HasHooks)
            {
                await run.CallHooksAsync(
                        static (hooks, context, _, ct) => hooks.BeforeRunAsync(context, ct),
                        argument: false,
                        token
                    )
                    .ConfigureAwait(false);
            }

            return await JudgeAsync(run, run.Agent.Agent.InputGuardrails, input, "input").ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (!isJoined)
            {
                Join(run, history, input);
            }

            return run.EndBy(error);
        }
    }

    /// <summary>Takes up a paused run where it stood.</summary>
    public static RunEnd? Reopen(RunState run, PausedRun paused)
    {
        run.Messages.AddRange(paused.History);
        run.KnownMessages = paused.KnownMessages;
        run.ToolCalls.AddRange(paused.ToolCalls);
        run.CallIds.Enter(run.Messages);
        run.LastText = paused.LastText;
        return run.Clock.Token.IsCancellationRequested ? run.Clock.Why() : null;
    }

    /// <summary>Asks guardrails; their objection ends the run.</summary>
    public static async ValueTask<RunEnd?> JudgeAsync(
        RunState run,
        IReadOnlyList<Guardrail> guardrails,
        string text,
        string what
    )
    {
        foreach (Guardrail guardrail in guardrails)
        {
            CancellationToken token = run.Clock.Token;
            string? objection = await guardrail(run.Context, text, token).OrAbandoned(token).ConfigureAwait(false);
            if (objection is not null)
            {
                return RunEnd.Failed(ErrorKind.Guardrail, $"A guardrail stopped the {what}: {objection}");
            }
        }

        return null;
    }

    private static void Join(RunState run, IReadOnlyList<ChatMessage>? history, string input)
    {
        if (history is { Count: > 0 })
        {
            run.Messages.AddRange(history);
        }

        if (run.Messages.Count > 0)
        {
            IReadOnlyList<ChatMessage> repaired = HistoryRules.Repair(run.Messages);
            if (!ReferenceEquals(repaired, run.Messages))
            {
                ChatMessage[] kept = [.. repaired];
                run.Messages.Clear();
                run.Messages.AddRange(kept);
            }

            run.CallIds.Enter(run.Messages);
        }

        if (!EndsWith(run.Messages, input))
        {
            run.Messages.Add(new ChatMessage(ChatRole.User, input));
        }
    }

    // Callers often keep the conversation themselves and have added the input to it already.
    private static bool EndsWith(List<ChatMessage> messages, string input) =>
        messages is [.., { } last] && last.Role == ChatRole.User && last.Text == input;
}
