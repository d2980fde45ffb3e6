using System.Text;
using Baton.Experiments.Journal;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Journal;

public sealed class WholeLinesTests
{
    [Fact]
    public void Lines_come_out_whole_however_the_stream_hands_out_its_bytes() =>
        Prop.ForAll<byte[], PositiveInt>(
                (bytes, chunk) =>
                {
                    byte[] text = [.. bytes.Select(value => value % 3 == 0 ? (byte)'\n' : value)];
                    string[] all = Encoding.Latin1.GetString(text).Split('\n');

                    (List<string> read, long offset) = Read(new ChunkedStream(text, chunk.Get));

                    read.ShouldBe(all[..^1]);
                    offset.ShouldBe(text.Length - all[^1].Length);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_line_longer_than_any_buffer_is_read()
    {
        string line = new('x', 1_000_000);

        (List<string> read, _) = Read(new MemoryStream(Encoding.Latin1.GetBytes($"a\n{line}\nb\n")));

        read.ShouldBe(["a", line, "b"]);
    }

    private static (List<string> Lines, long Offset) Read(Stream stream)
    {
        using WholeLines lines = new(stream);
        List<string> read = [];
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            read.Add(Encoding.Latin1.GetString(line));
        }

        return (read, lines.Offset);
    }

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
