using System.Buffers;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Baton.Agents.Providers.Transport;

/// <summary>Takes the events of a streamed answer out of its bytes, each a JSON value; <see langword="null"/> ends them.</summary>
internal delegate IAsyncEnumerable<JsonElement?> EventReading(Stream body, CancellationToken cancellationToken);

/// <summary>The forms in which servers stream.</summary>
internal static class EventReadings
{
    /// <summary>Server-sent events; <c>[DONE]</c> is the last.</summary>
    public static async IAsyncEnumerable<JsonElement?> ServerSentEvents(
        Stream body,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IAsyncEnumerable<SseItem<JsonElement?>> items = SseParser
            .Create(body, static (_, data) => ReadEvent(data))
            .EnumerateAsync(cancellationToken);
        await foreach (SseItem<JsonElement?> item in items.ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    /// <summary>A JSON value on each line; blank lines count for nothing.</summary>
    public static async IAsyncEnumerable<JsonElement?> JsonLines(
        Stream body,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        PipeReader reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (true)
            {
                ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                ReadOnlySequence<byte> rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    if (ReadLine(rest.Slice(0, end)) is { } line)
                    {
                        yield return line;
                    }

                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (read.IsCompleted)
                {
                    if (ReadLine(rest) is { } last)
                    {
                        yield return last;
                    }

                    yield break;
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static JsonElement? ReadEvent(ReadOnlySpan<byte> data) =>
        data.SequenceEqual("[DONE]"u8) ? null : ServerJson.Parse(data);

    private static JsonElement? ReadLine(ReadOnlySequence<byte> line)
    {
        ReadOnlySpan<byte> text = (line.IsSingleSegment ? line.FirstSpan : line.ToArray()).Trim(" \t\r"u8);
        return text.IsEmpty ? null : ServerJson.Parse(text);
    }
}
