using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Limits;

/// <summary>Asks a model no more than a limit allows; calls wait their turn, first come, first served.</summary>
/// <remarks>
/// The attempts that the inner client makes for one call count as one. A streamed answer holds its place until it ends.
/// </remarks>
/// <param name="innerClient">The client that is asked.</param>
/// <param name="limiter">The limit; stays the caller's, and may be shared with other clients of the model.</param>
public sealed class RateLimitedChatClient(IChatClient innerClient, ModelRateLimiter limiter)
    : DelegatingChatClient(innerClient)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await limiter.EnterAsync(cancellationToken).ConfigureAwait(false);
        long tokens = 0;
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken)
                .ConfigureAwait(false);
            tokens = TokensOf(response.Usage);
            return response;
        }
        finally
        {
            limiter.Leave(tokens);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await limiter.EnterAsync(cancellationToken).ConfigureAwait(false);
        long tokens = 0;
        try
        {
            IAsyncEnumerable<ChatResponseUpdate> updates = base.GetStreamingResponseAsync(
                messages,
                options,
                cancellationToken
            );
            await foreach (ChatResponseUpdate update in updates.ConfigureAwait(false))
            {
                foreach (UsageContent usage in update.Contents.OfType<UsageContent>())
                {
                    tokens += TokensOf(usage.Details);
                }

                yield return update;
            }
        }
        finally
        {
            limiter.Leave(tokens);
        }
    }

    private static long TokensOf(UsageDetails? usage) =>
        usage?.TotalTokenCount ?? ((usage?.InputTokenCount ?? 0) + (usage?.OutputTokenCount ?? 0));
}
