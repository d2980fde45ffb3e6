using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Streaming;
using Baton.Targets.Templates;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>Turns what a method returned into events.</summary>
/// <param name="name">The method, for messages.</param>
/// <param name="rules">How the items of a stream are understood.</param>
/// <param name="threads">Where the steps of a synchronous sequence are taken.</param>
internal sealed class ReturnedEvents(string name, StreamRules rules, CallThreads threads)
{
    private readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { MaxDepth = 128 };

    /// <summary>The events, the outcome last.</summary>
    public IAsyncEnumerable<AgentEvent> ReadAsync(object? returned, CancellationToken cancellationToken) =>
        returned switch
        {
            null => One(
                new ErrorEvent(
                    new AgentError(ErrorKind.NoOutput, $"`{name}` returned null; return the answer, or throw")
                )
            ),
            string text => One(new FinalEvent(text)),
            ChatResponse response => ChatEvents.Of(response).ToAsyncEnumerable(),
            _ when AgentResult.Items(returned, threads, cancellationToken) is { } items => ReadItemsAsync(
                items,
                cancellationToken
            ),
            _ => One(Whole(returned)),
        };

    private static IAsyncEnumerable<AgentEvent> One(AgentEvent happened) => new[] { happened }.ToAsyncEnumerable();

    private FinalEvent Whole(object value)
    {
        JsonElement json = JsonSerializer.SerializeToElement(value, _json);
        string? text = rules.TextPath?.GetText(json) ?? AnswerShapes.Find(json) ?? JsonText.Of(json);
        return new FinalEvent(text ?? "") { Raw = json };
    }

    private async IAsyncEnumerable<AgentEvent> ReadItemsAsync(
        IAsyncEnumerable<object?> items,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IAsyncEnumerator<object?> stream = items.GetAsyncEnumerator(cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            if (!await stream.MoveNextAsync().ConfigureAwait(false))
            {
                yield return new ErrorEvent(
                    new AgentError(ErrorKind.NoOutput, $"`{name}` ended its stream without an item")
                );
                yield break;
            }

            IAsyncEnumerable<AgentEvent> events = stream.Current switch
            {
                AgentEvent => PassOnAsync(stream),
                ChatResponseUpdate => ChatEvents.ReadAsync(stream, name),
                _ => InterpretAsync(stream, cancellationToken),
            };
            await foreach (AgentEvent happened in events.ConfigureAwait(false))
            {
                yield return happened;
            }
        }
    }

    /// <summary>Passes on the agent's own events; text without an outcome is the answer.</summary>
    private async IAsyncEnumerable<AgentEvent> PassOnAsync(IAsyncEnumerator<object?> stream)
    {
        StringBuilder text = new();
        do
        {
            if (stream.Current is not AgentEvent happened)
            {
                yield return new ErrorEvent(
                    new AgentError(
                        ErrorKind.Protocol,
                        $"`{name}` mixes events with `{stream.Current?.GetType().Name ?? "null"}` in its stream"
                    )
                );
                yield break;
            }

            text.Append((happened as TextEvent)?.Content);
            yield return happened;
            if (happened is FinalEvent or ErrorEvent or LimitEvent)
            {
                yield break;
            }
        } while (await stream.MoveNextAsync().ConfigureAwait(false));

        yield return text.Length > 0
            ? new FinalEvent(text.ToString())
            : new ErrorEvent(new AgentError(ErrorKind.NoOutput, $"`{name}` ended its stream without text"));
    }

    private async IAsyncEnumerable<AgentEvent> InterpretAsync(
        IAsyncEnumerator<object?> stream,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using SerializedItems items = new(stream, _json);
        StreamSource source = new(
            $"`{name}`",
            FilterKey: "stream_output_path",
            Nothing: "no item came",
            Broken: (thrown, _) => CallFailure.Thrown(thrown)
        );
        await foreach (
            AgentEvent happened in new StreamedAnswer(rules with { AlwaysJson = true })
                .ReadAsync(items, source, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            yield return happened;
        }
    }
}
