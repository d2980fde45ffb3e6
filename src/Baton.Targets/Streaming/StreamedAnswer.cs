using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Streaming;

/// <summary>Turns the items of a stream into events while they come; the same for every transport.</summary>
/// <param name="rules">How items are understood.</param>
internal sealed class StreamedAnswer(StreamRules rules)
{
    /// <summary>The most bytes in one line or event.</summary>
    public const int LargestItem = 16 * 1024 * 1024;

    private const string ErrorName = "error";
    private readonly HashSet<string> _names = [.. rules.EventFilter];

    /// <summary>The events of the turn, its outcome last.</summary>
    /// <param name="items">The stream; the caller disposes it.</param>
    /// <param name="source">What streams, for messages.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public IAsyncEnumerable<AgentEvent> ReadAsync(
        IStreamItems items,
        StreamSource source,
        CancellationToken cancellationToken
    ) =>
        rules.Stream is null
            ? ReadTextAsync(items, source, cancellationToken)
            : ReadExplainedAsync(items, source, cancellationToken);

    /// <summary>The events of a stream without their outcome, which the caller asks the reading for.</summary>
    /// <param name="items">The stream; the caller disposes it.</param>
    /// <param name="source">What streams, for messages.</param>
    /// <param name="reading">Reads the items; knows afterwards how the stream ended.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async IAsyncEnumerable<AgentEvent> ReadItemsAsync(
        IStreamItems items,
        StreamSource source,
        DialectReading reading,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Progress progress = new(source);
        bool isSigned = false;
        while (!reading.IsOver)
        {
            (StreamRead read, AgentError? broken) = await NextAsync(items, progress, cancellationToken)
                .ConfigureAwait(false);
            if (broken is not null || read == StreamRead.TooLong)
            {
                reading.Turn.Clear();
                reading.Turn.Fail(broken ?? TooLong(items, source).Error);
            }
            else if (read != StreamRead.Item || StreamInterpreter.IsDone(items.Data))
            {
                isSigned = read == StreamRead.Item;
                break;
            }
            else
            {
                Take(items, reading, progress);
            }

            foreach (AgentEvent said in reading.Turn.Events)
            {
                yield return said;
            }
        }

        reading.Close(isSigned, progress.Silence(items));
    }

    private async IAsyncEnumerable<AgentEvent> ReadExplainedAsync(
        IStreamItems items,
        StreamSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        DialectReading reading = new(rules);
        await foreach (
            AgentEvent said in ReadItemsAsync(items, source, reading, cancellationToken).ConfigureAwait(false)
        )
        {
            yield return said;
        }

        reading.Finish();
        foreach (AgentEvent said in reading.Turn.Events)
        {
            yield return said;
        }

        yield return reading.Outcome(source.Name);
    }

    private void Take(IStreamItems items, DialectReading reading, Progress progress)
    {
        progress.Items++;
        if (string.Equals(items.Name, ErrorName, StringComparison.Ordinal))
        {
            reading.Turn.Clear();
            reading.Turn.Fail(ErrorMessage(items.Data));
        }
        else if (_names.Count > 0 && !_names.Contains(items.Name))
        {
            progress.Skipped++;
            reading.Turn.Clear();
        }
        else
        {
            reading.Take(items.Name, items.Data, progress.Items);
        }
    }

    private async IAsyncEnumerable<AgentEvent> ReadTextAsync(
        IStreamItems items,
        StreamSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        StreamInterpreter interpreter = new(rules.TextPath, rules.ErrorPath, rules.AlwaysJson);
        Progress progress = new(source);
        while (true)
        {
            (StreamRead read, AgentError? broken) = await NextAsync(items, progress, cancellationToken)
                .ConfigureAwait(false);
            if (broken is not null)
            {
                yield return new ErrorEvent(broken);
                yield break;
            }

            if (read != StreamRead.Item || StreamInterpreter.IsDone(items.Data))
            {
                yield return read == StreamRead.TooLong ? TooLong(items, source) : progress.Ended(items, interpreter);
                yield break;
            }

            if (Event(items, interpreter, progress) is { } found)
            {
                yield return found;
                if (found is ErrorEvent)
                {
                    yield break;
                }
            }
        }
    }

    private static async ValueTask<(StreamRead Read, AgentError? Broken)> NextAsync(
        IStreamItems items,
        Progress progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await items.ReadAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JsonObject details = new() { ["items"] = progress.Items };
            if (items is ServerSentEvents { LastEventId: { } id })
            {
                details["last_event_id"] = id;
            }

            return (default, progress.Source.Broken(exception, details));
        }
    }

    /// <summary>What an item gives at once, or <see langword="null"/>.</summary>
    private AgentEvent? Event(IStreamItems items, StreamInterpreter interpreter, Progress progress)
    {
        progress.Items++;
        if (string.Equals(items.Name, ErrorName, StringComparison.Ordinal))
        {
            return new ErrorEvent(new AgentError(ErrorKind.Agent, ErrorMessage(items.Data)));
        }

        if (_names.Count > 0 && !_names.Contains(items.Name))
        {
            progress.Skipped++;
            return null;
        }

        StreamPiece piece = interpreter.Read(items.Data);
        switch (piece.Kind)
        {
            case StreamPieceKind.Text:
                progress.Text.Append(piece.Text);
                return new TextEvent(piece.Text);
            case StreamPieceKind.Reasoning:
                return new ReasoningEvent(piece.Text);
            case StreamPieceKind.Final:
                progress.Whole = piece.Text;
                return null;
            case StreamPieceKind.Error:
                return new ErrorEvent(new AgentError(ErrorKind.Agent, piece.Text));
            case StreamPieceKind.Malformed:
                return new ErrorEvent(
                    new AgentError(
                        ErrorKind.Protocol,
                        $"item {progress.Items} of the stream is no JSON: {piece.Text} "
                            + $"It begins: {Utf8Bytes.Start(items.Data.Span)}"
                    )
                );
            case StreamPieceKind.Nothing:
                return null;
            default:
                throw new InvalidOperationException($"`{piece.Kind}` is no kind of piece");
        }
    }

    private string ErrorMessage(ReadOnlyMemory<byte> data)
    {
        ReadOnlyMemory<byte> valid = Utf8Bytes.ForJson(data);
        try
        {
            using JsonDocument document = JsonDocument.Parse(valid, StreamInterpreter.Parsing);
            JsonElement root = document.RootElement;
            return rules.ErrorPath?.GetText(root) ?? ErrorShapes.Message(root);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(valid.Span);
        }
    }

    private static ErrorEvent TooLong(IStreamItems items, StreamSource source) =>
        new(
            new AgentError(
                ErrorKind.Protocol,
                $"{source.Name} streams an item of more than {LargestItem / 1024 / 1024} MiB; "
                    + $"it begins: {Utf8Bytes.Start(items.Data.Span)}"
            )
        );

    /// <summary>What came so far.</summary>
    private sealed class Progress(StreamSource source)
    {
        public StreamSource Source => source;

        public StringBuilder Text { get; } = new();

        public string? Whole { get; set; }

        public int Items { get; set; }

        public int Skipped { get; set; }

        /// <summary>The outcome when the stream is over.</summary>
        public AgentEvent Ended(IStreamItems items, StreamInterpreter interpreter)
        {
            if (Whole is not null || Text.Length > 0)
            {
                return new FinalEvent(Whole ?? Text.ToString());
            }

            string reason =
                Silence(items)
                ?? $"{Items} items came, the first is: {interpreter.FirstSilent}; check `stream_output_path`";
            return new ErrorEvent(
                new AgentError(ErrorKind.NoOutput, $"{source.Name} ended its stream without text: {reason}")
            );
        }

        /// <summary>Why nothing was read, where the stream itself shows it.</summary>
        public string? Silence(IStreamItems items) =>
            Items > Skipped ? null
            : Items > 0 ? $"none of its {Items} events passes `{source.FilterKey}`"
            : items.EndedInside ? "its only event was never ended with an empty line"
            : source.Nothing;
    }
}
