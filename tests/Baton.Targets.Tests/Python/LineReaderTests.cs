using System.Text;
using Baton.Targets.Python.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Python;

public class LineReaderTests
{
    [Fact]
    public void Lines_are_the_same_however_the_bytes_are_chunked() =>
        Prop.ForAll<string[], byte[]>(
                (texts, cuts) =>
                {
                    string[] lines =
                    [
                        .. texts.Select(text => (text ?? "").Replace("\n", "", StringComparison.Ordinal)),
                    ];
                    byte[] all = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")) + "rest");
                    List<byte[]> read = [];
                    LineReader reader = new(line => read.Add(line.ToArray()));
                    int from = 0;
                    foreach (byte cut in cuts)
                    {
                        int length = Math.Min(cut, all.Length - from);
                        reader.Feed(all.AsSpan(from, length));
                        from += length;
                    }

                    reader.Feed(all.AsSpan(from));
                    return read.Select(Convert.ToHexString)
                        .SequenceEqual(lines.Select(line => Convert.ToHexString(Encoding.UTF8.GetBytes(line))));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_without_end_is_refused()
    {
        LineReader reader = new(_ => { });
        byte[] chunk = new byte[1024 * 1024];

        Should.Throw<InvalidDataException>(() =>
        {
            for (int fed = 0; fed <= LineReader.LongestLine / chunk.Length; fed++)
            {
                reader.Feed(chunk);
            }
        });
    }

    [Fact]
    public void Bytes_that_are_no_message_are_refused_as_json() =>
        Prop.ForAll<byte[]>(bytes =>
            {
                try
                {
                    WorkerMessage message = WorkerMessage.Parse(bytes);
                    return message.Type is not null;
                }
                catch (Exception refused)
                {
                    return refused is System.Text.Json.JsonException or InvalidOperationException or FormatException;
                }
            })
            .QuickCheckThrowOnFailure();
}
