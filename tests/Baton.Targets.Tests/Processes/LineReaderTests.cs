using System.Text;
using Baton.Targets.Processes.JsonLines;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Processes;

public sealed class LineReaderTests
{
    [Fact]
    public async Task Lines_end_with_lf_or_crlf_and_the_last_one_needs_no_end()
    {
        (await ReadAsync("one\r\n{two}\n\nthree\r"u8.ToArray(), 1000)).ShouldBe([
            "Text one",
            "Json {two}",
            "Text ",
            "Text three",
        ]);
    }

    [Fact]
    public async Task A_byte_order_mark_is_left_out_at_the_start_only()
    {
        (await ReadAsync("\uFEFF{a}\n\uFEFF{b}"u8.ToArray(), 1)).ShouldBe(["Json {a}", "Text \uFEFF{b}"]);
    }

    [Fact]
    public void The_same_lines_come_out_however_the_bytes_arrive()
    {
        Gen<byte[]> bytes = Gen.OneOf(
                Gen.Elements("{", "}", "\n", "\r\n", "\r", "a", "ü", "\uFEFF", "😀", "\0")
                    .Select(Encoding.UTF8.GetBytes),
                Gen.Choose(0, 255).Select(value => new[] { (byte)value }),
                Gen.Choose(8000, 9000).Select(count => Encoding.UTF8.GetBytes(new string('x', count)))
            )
            .ListOf()
            .Select(pieces => pieces.SelectMany(piece => piece).ToArray());

        Prop.ForAll(
                bytes.ToArbitrary(),
                Gen.Choose(1, 5000).ToArbitrary(),
                (all, chunk) =>
                    ReadAsync(all, chunk).AsTask().Result.SequenceEqual(ReadAsync(all, int.MaxValue).AsTask().Result)
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Text_is_cut_after_eight_kibibytes_and_json_after_sixteen_mebibytes()
    {
        string text = new('t', 10_000);
        string json = "{" + new string('j', LineReader.LongestJson);
        List<string> lines = await ReadAsync(Encoding.UTF8.GetBytes($"{text}\n{json}\n{{}}\n"), 100_000);

        lines.Select(line => line.Length).ShouldBe([5 + 8192, 8 + 8192, 7]);
        lines[1].ShouldStartWith("TooLong {jjj");
        lines[2].ShouldBe("Json {}");
    }

    private static async ValueTask<List<string>> ReadAsync(byte[] bytes, int chunk)
    {
        using ChunkedStream stream = new(bytes, chunk);
        using LineReader reader = new(stream);
        List<string> lines = [];
        do
        {
            while (reader.TryRead(out OutputLine line))
            {
                lines.Add($"{line.Kind} {Encoding.UTF8.GetString(line.Bytes.Span)}");
            }
        } while (await reader.FillAsync(CancellationToken.None));

        return lines;
    }

    /// <summary>Gives pieces of changing sizes, none larger than asked for.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        private readonly Random _sizes = new(chunk);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int most = chunk == int.MaxValue ? buffer.Length : Math.Min(buffer.Length, _sizes.Next(1, chunk + 1));
            return base.ReadAsync(buffer[..most], cancellationToken);
        }
    }
}
