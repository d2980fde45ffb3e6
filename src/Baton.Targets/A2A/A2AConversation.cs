using System.Net.Http.Headers;
using System.Net.Mime;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Http;
using Baton.Targets.Streaming;
using Baton.Targets.Streaming.Presets;
using Baton.Targets.Templates;

namespace Baton.Targets.A2A;

/// <summary>A conversation with an A2A agent: one context, and a task where the agent makes one.</summary>
internal sealed class A2AConversation(
    A2AOptions options,
    A2AConnection connection,
    AgentCardSource cards,
    TimeProvider time,
    ConversationContext context
) : IConversation
{
    private static readonly TimeSpan _longestFarewell = TimeSpan.FromSeconds(1);
    private static readonly StreamRules _rules = new() { Stream = new StreamOptions { Preset = StreamPreset.A2A } };
    private static readonly StreamedAnswer _streamed = new(_rules);

    private string? _contextId;
    private A2ADialect? _open;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
        Turn turn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        (AgentCard? card, AgentError? error) = await cards.GetAsync(cancellationToken).ConfigureAwait(false);
        if (card is null)
        {
            yield return new ErrorEvent(error!);
            yield break;
        }

        A2ADialect dialect = new(_open);
        DialectReading reading = new(_rules, dialect);
        Exchange exchange = new(card, reading, dialect, TemplateScope.From(context, turn));
        try
        {
            await foreach (AgentEvent said in SendAsync(exchange, turn.Input, cancellationToken).ConfigureAwait(false))
            {
                yield return said;
            }

            while (!reading.IsOver && dialect is { IsRunning: true, TaskId: { } running })
            {
                await Task.Delay(options.PollInterval, time, cancellationToken).ConfigureAwait(false);
                await foreach (
                    AgentEvent said in CallAsync(exchange, exchange.Rpc.Get(running), streams: false, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    yield return said;
                }
            }

            reading.Finish();
            yield return reading.Outcome(exchange.Name);
        }
        finally
        {
            _contextId = dialect.ContextId ?? _contextId;
            // A turn that never reached the agent leaves its task as it was.
            _open =
                dialect.State is null ? _open
                : dialect.WaitsForUser ? dialect
                : null;
            if (!reading.IsOver && dialect is { IsRunning: true, TaskId: { } left })
            {
                await GiveUpAsync(exchange, left).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IAsyncEnumerable<AgentEvent> SendAsync(Exchange exchange, string input, CancellationToken cancellationToken)
    {
        bool streams = options.Stream ?? exchange.Card.Streams;
        A2AMessage message = new(Guid.NewGuid().ToString(), input, _contextId, _open?.TaskId);
        byte[] request = exchange.Rpc.Send(message, streams, options.AcceptedOutputModes);
        return CallAsync(exchange, request, streams, cancellationToken);
    }

    /// <summary>Makes a call and yields what its answer says; the reading knows how it went.</summary>
    private async IAsyncEnumerable<AgentEvent> CallAsync(
        Exchange exchange,
        byte[] body,
        bool streams,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using HttpRequestMessage request = Request(exchange, body, streams);
        (HttpResponseMessage? response, AgentError? error) = await connection
            .SendAsync(request, cancellationToken)
            .ConfigureAwait(false);
        if (response is null)
        {
            exchange.Fail(error!);
            yield break;
        }

        using (response)
        {
            if (response.Content.Headers.ContentType?.MediaType != MediaTypeNames.Text.EventStream)
            {
                await ReadWholeAsync(exchange, response, cancellationToken).ConfigureAwait(false);
                foreach (AgentEvent said in exchange.Reading.Turn.Events)
                {
                    yield return said;
                }

                yield break;
            }

            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using ServerSentEvents items = new(stream, StreamedAnswer.LargestItem);
            StreamSource source = new(
                exchange.Name,
                "",
                "no item came",
                (broken, details) => HttpFailure.InResponse(broken, exchange.Card.Endpoint, details)
            );
            await foreach (
                AgentEvent said in _streamed
                    .ReadItemsAsync(items, source, exchange.Reading, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                yield return said;
            }
        }
    }

    private async ValueTask ReadWholeAsync(
        Exchange exchange,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        (JsonElement? answer, AgentError? error) = await connection
            .ReadAsync(response, exchange.Name, cancellationToken)
            .ConfigureAwait(false);
        if (answer is not { } said)
        {
            exchange.Fail(error!);
            return;
        }

        exchange.Reading.Take("message", said);
        if (!exchange.Reading.Turn.IsTouched)
        {
            exchange.Fail(
                new AgentError(
                    ErrorKind.Protocol,
                    $"{exchange.Name} answered in a shape Baton does not know; {A2AConnection.Keys.Answer}"
                )
            );
        }
    }

    private HttpRequestMessage Request(Exchange exchange, byte[] body, bool streams)
    {
        HttpRequestMessage request = connection.Request(
            HttpMethod.Post,
            exchange.Card.Endpoint,
            streams ? MediaTypeNames.Text.EventStream : MediaTypeNames.Application.Json,
            exchange.Scope
        );
        if (exchange.Card.Version == A2AVersion.V10)
        {
            request.Headers.TryAddWithoutValidation("A2A-Version", "1.0");
        }

        if (context.TraceParent is { } trace)
        {
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        }

        request.Content = new ByteArrayContent(body)
        {
            Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
        };
        return request;
    }

    /// <summary>Tells the agent that nobody waits for a task any more. Whether it listens is its own affair.</summary>
    private async ValueTask GiveUpAsync(Exchange exchange, string task)
    {
        using CancellationTokenSource farewell = new(_longestFarewell, time);
        using HttpRequestMessage request = Request(exchange, exchange.Rpc.Cancel(task), streams: false);
        try
        {
            (HttpResponseMessage? response, _) = await connection
                .SendAsync(request, farewell.Token)
                .ConfigureAwait(false);
            response?.Dispose();
        }
        catch (OperationCanceledException)
        {
            // The agent does not answer; its task ends when it ends.
        }
    }

    /// <summary>What a turn's calls have in common.</summary>
    private sealed record Exchange(AgentCard Card, DialectReading Reading, A2ADialect Dialect, TemplateScope Scope)
    {
        public RpcRequest Rpc { get; } = new(Card);

        public string Name { get; } = $"POST {HttpAddress.Show(Card.Endpoint)}";

        public void Fail(AgentError error)
        {
            Reading.Turn.Clear();
            Reading.Turn.Fail(error);
        }
    }
}
