using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Baton.Agents;
using Polly;
using Polly.Retry;

namespace Baton.Targets.Retries;

/// <summary>Makes a call again when it failed on the way, before anything of the answer came.</summary>
internal sealed class RetryingAgent : IAgent
{
    private readonly IAgent _inner;
    private readonly ResiliencePipeline<Attempt> _pipeline;

    /// <summary>Lays repetitions around an agent.</summary>
    /// <param name="inner">The agent.</param>
    /// <param name="plan">How often and when; at least one repetition.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="random">Randomness for jitter; used by this object alone.</param>
    public RetryingAgent(IAgent inner, RetryPlan plan, TimeProvider time, Random random)
    {
        _inner = inner;
        Lock gate = new();
        _pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<Attempt>
                {
                    MaxRetryAttempts = plan.MaxRetries,
                    Delay = plan.Delay,
                    MaxDelay = plan.LongestWait,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Randomizer = () =>
                    {
                        lock (gate)
                        {
                            return random.NextDouble();
                        }
                    },
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Result?.TransientError is { } error
                                && (error.RetryAfter ?? TimeSpan.Zero) <= plan.LongestWait
                        ),
                    DelayGenerator = arguments =>
                        ValueTask.FromResult(arguments.Outcome.Result?.TransientError?.RetryAfter),
                    OnRetry = arguments => arguments.Outcome.Result!.DisposeAsync(),
                }
            )
            .Build();
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context) =>
        new Conversation(_inner.StartConversation(context), _pipeline);

    private sealed class Conversation(IConversation inner, ResiliencePipeline<Attempt> pipeline) : IConversation
    {
        public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            int attempts = 0;
            Attempt attempt = await pipeline
                .ExecuteAsync(
                    token =>
                    {
                        attempts++;
                        return Attempt.BeginAsync(inner, turn, token);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            await using (attempt.ConfigureAwait(false))
            {
                do
                {
                    yield return attempts > 1 && attempt.Current is ErrorEvent failed
                        ? Counted(failed, attempts)
                        : attempt.Current;
                } while (await attempt.MoveAsync().ConfigureAwait(false));
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static ErrorEvent Counted(ErrorEvent failed, int attempts)
        {
            AgentError error = failed.Error;
            JsonObject details = (JsonObject?)error.Details?.DeepClone() ?? [];
            details["attempts"] = attempts;
            return new ErrorEvent(
                error with
                {
                    Message = $"{error.Message} (after {attempts} attempts)",
                    Details = details,
                }
            );
        }
    }
}
