using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Steps;

/// <summary>A conversation in which a turn is a loop of calls, each with the result of the one before.</summary>
/// <param name="inner">Takes each step as a turn of its own; disposed with this one.</param>
/// <param name="options">When the loop ends.</param>
/// <param name="name">The agent, for messages.</param>
internal sealed class SteppedConversation(IConversation inner, StepOptions options, string name) : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        StepResult? last = null;
        bool hasText = false;
        for (int number = 1; number <= options.MaxSteps; number++)
        {
            string span = $"step-{turn.Number}.{number}";
            yield return StepSpan.Started(span, number, last?.Value ?? StepResult.TextElement(turn.Input));
            AgentEvent? outcome = null;
            Turn step = turn with { Step = new TurnStep(number, last?.Value) };
            await foreach (AgentEvent item in inner.TakeTurnAsync(step, cancellationToken).ConfigureAwait(false))
            {
                if (item is FinalEvent or ErrorEvent or LimitEvent)
                {
                    outcome = item;
                    continue;
                }

                hasText |= item is TextEvent;
                yield return Inside(span, item);
            }

            yield return Ended(span, outcome);
            if (outcome is not FinalEvent final)
            {
                yield return InStep(number, outcome);
                yield break;
            }

            last = new StepResult(final);
            if (last.IsDone(options.DonePath))
            {
                yield return last.Outcome(number, options);
                yield break;
            }
        }

        if (!hasText && last?.Answer(options.OutputPath) is { Length: > 0 } soFar)
        {
            yield return new TextEvent(soFar);
        }

        string times = options.MaxSteps == 1 ? "1 step" : $"{options.MaxSteps} steps";
        yield return new LimitEvent("max_steps", $"`{name}` was not done after {times} (`step.max_steps`)");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>What the agent tells without saying where it belongs belongs to the step.</summary>
    private static AgentEvent Inside(string span, AgentEvent item) =>
        item switch
        {
            SpanStartedEvent { ParentSpanId: null } started => started with { ParentSpanId = span },
            ObservationEvent { ParentSpanId: null } fact => fact with { ParentSpanId = span },
            _ => item,
        };

    private static SpanEndedEvent Ended(string span, AgentEvent? outcome) =>
        outcome switch
        {
            FinalEvent final => new SpanEndedEvent(span) { Output = new StepResult(final).Value },
            ErrorEvent failed => new SpanEndedEvent(span) { Error = failed.Error.Message },
            LimitEvent limit => new SpanEndedEvent(span) { Error = limit.Message },
            _ => new SpanEndedEvent(span),
        };

    private static AgentEvent InStep(int number, AgentEvent? outcome)
    {
        if (outcome is not ErrorEvent { Error: { } error })
        {
            return outcome
                ?? throw new InvalidOperationException(
                    $"step {number} ended without an outcome, which no agent may do"
                );
        }

        JsonObject details = (JsonObject?)error.Details?.DeepClone() ?? [];
        details["step"] = number;
        return new ErrorEvent(error with { Message = $"step {number}: {error.Message}", Details = details });
    }
}
