using System.Text;
using Baton.Targets.Streaming;

namespace Baton.Targets.Tests.Streaming;

public sealed class ServerSentEventsTests
{
    [Theory]
    [InlineData("data: a\n\n", "message=a")]
    [InlineData("data:a\n\n", "message=a")]
    [InlineData("data:  a\n\n", "message= a")]
    [InlineData("data: a\r\n\r\n", "message=a")]
    [InlineData("data: a\r\r", "message=a")]
    [InlineData("data: a\r\n\ndata: b\n\r\n", "message=a|message=b")]
    [InlineData("data: a\ndata: b\n\n", "message=a\nb")]
    [InlineData("data\n\n", "message=")]
    [InlineData("data:\ndata\n\n", "message=\n")]
    [InlineData(": comment\n\ndata: a\n:\n\n", "message=a")]
    [InlineData("event: ping\n\ndata: a\n\n", "message=a")]
    [InlineData("event: one\ndata: a\n\ndata: b\n\n", "one=a|message=b")]
    [InlineData("event: one\nevent: two\ndata: a\n\n", "two=a")]
    [InlineData("event:\ndata: a\n\n", "message=a")]
    [InlineData("Data: a\nunknown: b\ndata : c\n\n", "")]
    [InlineData("\uFEFFdata: a\n\n", "message=a")]
    [InlineData("\uFEFF\uFEFFdata: a\n\n", "")]
    [InlineData("data: a\n\ndata: \uFEFFb\n\n", "message=a|message=\uFEFFb")]
    [InlineData("data: cut off", "")]
    [InlineData("data: cut off\n", "")]
    [InlineData("\n\n\n", "")]
    [InlineData("", "")]
    public async Task Events_follow_the_standard(string stream, string expected) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(stream), [])).ShouldBe(expected);

    [Fact]
    public async Task Identifier_and_reconnection_time_are_kept()
    {
        using ServerSentEvents events = new(
            new MemoryStream("id: 7\nretry: 1500\ndata: a\n\nid: x\0y\nretry: soon\nid\n: \ndata: b\n\n"u8.ToArray()),
            1000
        );
        await events.ReadAsync(default);
        (events.LastEventId, events.ReconnectionTime).ShouldBe(("7", TimeSpan.FromMilliseconds(1500)));
        await events.ReadAsync(default);
        (events.LastEventId, events.ReconnectionTime).ShouldBe(("", TimeSpan.FromMilliseconds(1500)));
    }

    [Fact]
    public async Task An_event_is_there_as_soon_as_its_empty_line_is()
    {
        using ServerSentEvents events = new(new OpenStream("data: a\r\r"u8.ToArray()), 1000);
        (await events.ReadAsync(default)).ShouldBe(StreamRead.Item);
        Encoding.UTF8.GetString(events.Data.Span).ShouldBe("a");
    }

    [Theory]
    [InlineData("data: 0123456789012345678901234567890\n\n")]
    [InlineData("data: 0123456789\ndata: 0123456789\ndata: 0123456789\n\n")]
    [InlineData(": 0123456789012345678901234567890")]
    public async Task What_is_longer_than_the_bound_ends_the_reading(string stream)
    {
        using ServerSentEvents events = new(new MemoryStream(Encoding.UTF8.GetBytes(stream)), 30);
        (await events.ReadAsync(default)).ShouldBe(StreamRead.TooLong);
        events.Data.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_unfinished_event_is_left_out_and_told()
    {
        using ServerSentEvents events = new(new MemoryStream("data: a\n"u8.ToArray()), 100);
        (await events.ReadAsync(default)).ShouldBe(StreamRead.End);
        events.EndedInside.ShouldBeTrue();
    }

    internal static async Task<string> ReadAsync(byte[] bytes, IReadOnlyList<int> sizes)
    {
        using ServerSentEvents events = new(new ChunkedStream(bytes, sizes), 1 << 20);
        List<string> read = [];
        while (await events.ReadAsync(default) == StreamRead.Item)
        {
            read.Add($"{events.Name}={Encoding.UTF8.GetString(events.Data.Span)}");
        }

        return string.Join('|', read);
    }

    /// <summary>A connection that stays open after its bytes: reading on would wait for ever.</summary>
    private sealed class OpenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length
                ? base.ReadAsync(buffer, cancellationToken)
                : throw new InvalidOperationException("read on although an event was complete");
    }
}
