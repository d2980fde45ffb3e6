using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Capabilities;

namespace Baton.Topologies.Execution;

/// <summary>One attempt at a step: one turn of the agent in a conversation of its own.</summary>
internal sealed record StepAttempt(string? Output, AgentError? Error, Usage Usage)
{
    /// <summary>Whether another attempt may do better.</summary>
    public bool MayBeRepeated => Error?.Kind is not (ErrorKind.Start or ErrorKind.Unauthorized);

    /// <summary>Makes an attempt.</summary>
    /// <param name="sitting">Everything around it.</param>
    /// <param name="agent">Who is asked.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="attempt">Which attempt it is, from 1.</param>
    /// <param name="left">What is left of the step's time, where that is limited.</param>
    /// <param name="cancellationToken">Ends the execution.</param>
    /// <exception cref="OperationCanceledException">The execution ends.</exception>
    public static async Task<StepAttempt> MakeAsync(
        ExecutionSitting sitting,
        IAgent agent,
        StepQuestion question,
        int attempt,
        TimeSpan? left,
        CancellationToken cancellationToken
    )
    {
        TimeSpan own = question.Seat.Agent.Config.Timeout;
        TimeSpan patience = left < own ? TimeSpan.FromTicks(Math.Max(0, left.Value.Ticks)) : own;
        using CancellationTokenSource timer = new(patience, sitting.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            timer.Token,
            cancellationToken
        );
        Seen seen = new();
        try
        {
            await TakeTurnAsync(sitting, agent, question, attempt, seen, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            seen.Error = new AgentError(
                ErrorKind.Timeout,
                left < own
                    ? $"the stage took longer than {question.TimeLimit?.TotalSeconds:0.###} s (`stage_timeout_seconds`)"
                    : $"no answer within {own.TotalSeconds:0.###} s (`timeout_seconds` of the agent)"
            );
        }

        if (seen.Error is null)
        {
            seen.Error = Misfit(question, seen.Output ??= seen.Text.ToString());
        }

        return new StepAttempt(seen.Error is null ? seen.Output : null, seen.Error, seen.Usage);
    }

    private static async Task TakeTurnAsync(
        ExecutionSitting sitting,
        IAgent agent,
        StepQuestion question,
        int attempt,
        Seen seen,
        CancellationToken cancellationToken
    )
    {
        string key = $"{sitting.ExecutionId}/{question.Path}/{attempt}";
        ConversationContext context = new()
        {
            RunId = key,
            Metadata = new JsonObject
            {
                ["execution_id"] = sitting.ExecutionId,
                ["step"] = question.Path,
                ["slot"] = question.Seat.Slot,
                ["attempt"] = attempt,
                ["idempotency_key"] = key,
                ["correlation_id"] = sitting.Config.CorrelationId,
            },
        };
        IConversation conversation = agent is CapableAgent capable
            ? capable.Start(context, answer => question.Check?.Invoke(AgentAnswer.Of(answer)))
            : agent.StartConversation(context);
        await using (conversation.ConfigureAwait(false))
        {
            await foreach (
                AgentEvent happened in conversation
                    .TakeTurnAsync(new Turn { Input = question.Input }, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                seen.Add(happened);
                if (sitting.Observe is { } observe)
                {
                    await observe(new NestedEvent(question.Path, question.Seat.Slot, happened)).ConfigureAwait(false);
                }
            }
        }
    }

    private static AgentError? Misfit(StepQuestion question, string output)
    {
        try
        {
            question.Check?.Invoke(AgentAnswer.Of(output));
            return null;
        }
        catch (JsonException problem)
        {
            string start = output.Length > 200 ? $"{output[..200]}…" : output;
            return new AgentError(
                ErrorKind.Protocol,
                $"the answer has not the form `{question.Form?.Name}`: {problem.Message} It begins: {start}"
            );
        }
    }

    /// <summary>What the turn said.</summary>
    private sealed class Seen
    {
        public StringBuilder Text { get; } = new();

        public string? Output { get; set; }

        public AgentError? Error { get; set; }

        public Usage Usage { get; private set; } = Usage.Unknown;

        public void Add(AgentEvent happened)
        {
            switch (happened)
            {
                case TextEvent text:
                    Text.Append(text.Content);
                    break;
                case FinalEvent final:
                    Output = final.Output;
                    break;
                case UsageEvent usage:
                    Usage += usage.Usage;
                    break;
                case ErrorEvent failed:
                    Error = failed.Error;
                    break;
                case LimitEvent limit:
                    Error = new AgentError(ErrorKind.Limit, limit.Message);
                    break;
                default:
                    break;
            }
        }
    }
}
