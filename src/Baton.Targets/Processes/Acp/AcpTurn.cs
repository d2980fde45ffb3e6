using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Baton.Agents;

namespace Baton.Targets.Processes.Acp;

/// <summary>Turns what an agent says to one prompt into events.</summary>
/// <param name="agent">The agent, which waits for replies.</param>
/// <param name="prompt">The prompt.</param>
/// <param name="conversation">Who decides about tools.</param>
/// <param name="spent">What the session has cost before this turn, in US dollars.</param>
internal sealed class AcpTurn(AcpAgent agent, AcpPrompt prompt, ConversationContext conversation, decimal spent)
{
    private readonly StringBuilder _text = new();
    private readonly AcpToolCalls _tools = new();

    /// <summary>What the session has cost by now, in US dollars.</summary>
    public decimal Spent { get; private set; } = spent;

    /// <summary>The events, the outcome last.</summary>
    public async IAsyncEnumerable<AgentEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            AcpMessage message = await prompt.NextAsync(cancellationToken).ConfigureAwait(false);
            foreach (AgentEvent happened in Events(message))
            {
                yield return happened;
                if (happened is FinalEvent or ErrorEvent or LimitEvent)
                {
                    yield break;
                }
            }

            if (message is AcpQuestion question)
            {
                await AnswerAsync(question, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private IEnumerable<AgentEvent> Events(AcpMessage message) =>
        message switch
        {
            AcpUpdate update => Update(update.Update),
            AcpQuestion question => Question(question.Parameters),
            AcpAnswer answer => _tools.Rest().Concat(Spending(answer.Result)).Append(Outcome(answer.Result)),
            AcpEnd end => _tools.Rest().Append(end.Outcome),
            AcpLog log => [log.Line],
            _ => throw new ArgumentException($"`{message}` is no message", nameof(message)),
        };

    private IEnumerable<AgentEvent> Update(JsonElement update)
    {
        string kind = AcpFields.Text(update, "sessionUpdate") ?? "";
        switch (kind)
        {
            case "agent_message_chunk" or "agent_thought_chunk" when AcpFields.Value(update, "content") is { } content:
                return Chunk(kind, content);
            case "tool_call" or "tool_call_update":
                return _tools.Take(update);
            case "plan" when AcpFields.Value(update, "entries") is { } entries:
                return [new ObservationEvent(kind, "event", entries)];
            case "usage_update":
                return Cost(update).Append(new ObservationEvent(kind, "event", update));
            case "user_message_chunk" or "available_commands_update" or "":
                return [];
            default:
                return [new ObservationEvent(kind, "event", update)];
        }
    }

    private IEnumerable<AgentEvent> Chunk(string kind, JsonElement content)
    {
        if (AcpFields.Text(content, "type") is not "text" || AcpFields.Text(content, "text") is not { } text)
        {
            return [new ObservationEvent(kind, "event", content)];
        }

        if (text.Length == 0)
        {
            return [];
        }

        if (kind == "agent_thought_chunk")
        {
            return [new ReasoningEvent(text)];
        }

        _text.Append(text);
        return [new TextEvent(text)];
    }

    // Agents tell the cost of the whole session so far.
    private IEnumerable<AgentEvent> Cost(JsonElement update)
    {
        if (
            AcpFields.Value(update, "cost") is not { } cost
            || AcpFields.Text(cost, "currency") != "USD"
            || AcpFields.Value(cost, "amount") is not { ValueKind: JsonValueKind.Number } amount
            || !amount.TryGetDecimal(out decimal total)
            || total <= Spent
        )
        {
            return [];
        }

        decimal more = total - Spent;
        Spent = total;
        return [new UsageEvent(new Usage { Cost = more })];
    }

    private static IEnumerable<AgentEvent> Spending(JsonElement result) =>
        AcpFields.Value(result, "usage") is { } usage ? [new ObservationEvent("usage", "event", usage)] : [];

    private AgentEvent Outcome(JsonElement result)
    {
        string? reason = AcpFields.Text(result, "stopReason");
        return reason switch
        {
            null => new ErrorEvent(AcpFailure.Malformed("session/prompt", result)),
            "max_tokens" => new LimitEvent(reason, "the agent's model wrote as much as it may (`max_tokens`)"),
            "max_turn_requests" => new LimitEvent(
                reason,
                "the agent asked its model as often as it may in one turn (`max_turn_requests`)"
            ),
            "refusal" => Failed(ErrorKind.Agent, "the agent refuses to go on (`refusal`)", result),
            "cancelled" => Failed(ErrorKind.Agent, "the agent gave the turn up by itself (`cancelled`)", result),
            _ when _text.Length == 0 => Failed(
                ErrorKind.NoOutput,
                $"the agent ended its turn (`{reason}`) without a message",
                result
            ),
            _ => new FinalEvent(_text.ToString()) { Metadata = result },
        };
    }

    private static ErrorEvent Failed(string kind, string message, JsonElement result) =>
        new(
            new AgentError(kind, message) { Details = new() { ["stop_reason"] = AcpFields.Text(result, "stopReason") } }
        );

    private IEnumerable<AgentEvent> Question(JsonElement parameters)
    {
        JsonElement call = AcpFields.Value(parameters, "toolCall") ?? default;
        return _tools.Take(call, mustTell: true).ToList().Append(_tools.Question(call));
    }

    private async ValueTask AnswerAsync(AcpQuestion question, CancellationToken cancellationToken)
    {
        ToolApprovalRequestedEvent asked = _tools.Question(AcpFields.Value(question.Parameters, "toolCall") ?? default);
        bool approved;
        try
        {
            approved = await AcpPermission.DecideAsync(asked, conversation, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            agent.Connection.Reply(question.Id, AcpPermission.WriteCancelled);
            throw;
        }

        agent.Connection.Reply(question.Id, json => AcpPermission.Write(json, question.Parameters, approved));
    }
}
