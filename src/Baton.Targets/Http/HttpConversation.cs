using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>A conversation with an agent behind a URL: one request a turn, nothing held in between.</summary>
internal sealed class HttpConversation(HttpExchange exchange, ConversationContext context) : IConversation
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using HttpRequestMessage? request = exchange.Requests.Create(
            TemplateScope.From(context, turn),
            context.TraceParent
        );
        if (request is null)
        {
            yield return new ErrorEvent(
                new AgentError(ErrorKind.Protocol, "the turn's values make `http.url` no address")
            );
            yield break;
        }

        string requested = exchange.Requests.Show(request);
        HttpResponseMessage? response = null;
        AgentError? error = null;
        try
        {
            response = await exchange.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (HttpExchange.IsNoResponse(exception, cancellationToken))
        {
            error = exchange.NoResponse(exception, request, cancellationToken);
        }

        if (response is null)
        {
            yield return new ErrorEvent(error!);
            yield break;
        }

        using (response)
        {
            if (!exchange.IsStreamed(response))
            {
                foreach (
                    AgentEvent item in await exchange
                        .ReadWholeAsync(response, requested, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    yield return item;
                }

                yield break;
            }

            await foreach (
                AgentEvent item in exchange
                    .ReadStreamAsync(response, requested, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
