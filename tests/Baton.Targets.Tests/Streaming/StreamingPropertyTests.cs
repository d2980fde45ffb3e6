using System.Text;
using Baton.Targets.Streaming;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Streaming;

public sealed class StreamingPropertyTests
{
    private static readonly Gen<byte[]> _pieces = Gen.Elements(
            "data: a",
            "data:",
            "data",
            "event: e",
            "event",
            ": c",
            "id: 1",
            "retry: 5",
            "\n",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "\uFEFF",
            "ü😀",
            "x",
            " ",
            ":",
            "{\"delta\": \"a\"}",
            "[DONE]",
            "\"",
            "\0"
        )
        .ListOf()
        .Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    private static readonly Gen<byte[]> _bytes = Gen.OneOf(
        _pieces,
        ArbMap.Default.GeneratorFor<byte[]>().Where(bytes => bytes is not null)
    );

    private static readonly Gen<List<int>> _sizes = Gen.Choose(1, 7).ListOf();

    [Fact]
    public void Events_do_not_depend_on_how_the_bytes_arrive() =>
        Check(
            (bytes, sizes) =>
                Wait(ServerSentEventsTests.ReadAsync(bytes, sizes)) == Wait(ServerSentEventsTests.ReadAsync(bytes, []))
        );

    [Fact]
    public void Events_are_those_the_standard_describes() =>
        Check((bytes, sizes) => Wait(ServerSentEventsTests.ReadAsync(bytes, sizes)) == Reference(bytes));

    [Fact]
    public void Lines_do_not_depend_on_how_the_bytes_arrive() =>
        Check((bytes, sizes) => Wait(LinesAsync(bytes, sizes)) == Expected(bytes));

    [Fact]
    public void Arbitrary_items_are_read_without_an_exception() =>
        Prop.ForAll(
                _bytes.ListOf().ToArbitrary(),
                items =>
                {
                    StreamInterpreter interpreter = new(null, null, alwaysJson: false);
                    return items.TrueForAll(item => interpreter.Read(item).Text is not null);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Arbitrary_json_is_read_without_an_exception() =>
        Prop.ForAll(
                Json(4).ToArbitrary(),
                json =>
                {
                    byte[] bytes = Encoding.UTF8.GetBytes(json);
                    StreamPiece piece = new StreamInterpreter(null, null, alwaysJson: true).Read(bytes);
                    Baton.Agents.AgentEvent whole = new Baton.Targets.Http.WholeAnswer(null, null).Read(
                        bytes,
                        "application/json",
                        "POST x"
                    );
                    return piece.Kind != StreamPieceKind.Malformed && whole is not null;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static Gen<string> Json(int depth)
    {
        Gen<string> leaf = Gen.Elements(
            "null",
            "1",
            "0",
            "true",
            "false",
            "\"\"",
            "\"text\"",
            "\"delta\"",
            "\"error\"",
            "\"tool\"",
            "\"\\ud800\"",
            "\"\\udc00\\\\\\ud83d\\ude00\""
        );
        Gen<string> name = Gen.Elements(
            "type",
            "delta",
            "text",
            "content",
            "choices",
            "error",
            "message",
            "output",
            "update",
            "messages",
            "data",
            "role",
            "result",
            "\\ud800",
            "\\\\ud800",
            "\\ud83d\\ude00"
        );
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Json(depth - 1).ListOf().Resize(4).Select(items => $"[{string.Join(',', items)}]"),
                name.Zip(Json(depth - 1))
                    .ListOf()
                    .Resize(5)
                    .Select(members =>
                        $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}"
                    )
            );
    }

    private static void Check(Func<byte[], List<int>, bool> property) =>
        Prop.ForAll(_bytes.ToArbitrary(), _sizes.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    /// <summary>The standard's words, read over the whole text at once.</summary>
    private static string Reference(byte[] bytes)
    {
        string text = Encoding
            .UTF8.GetString(bytes)
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n');
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        List<string> events = [];
        (string data, string name) = ("", "");
        foreach (string line in text.Split('\n')[..^1])
        {
            if (line.Length == 0)
            {
                if (data.Length > 0)
                {
                    events.Add($"{(name.Length == 0 ? "message" : name)}={data[..^1]}");
                }

                (data, name) = ("", "");
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string field = colon < 0 ? line : line[..colon];
            string value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            data += field == "data" ? $"{value}\n" : "";
            name = field == "event" ? value : name;
        }

        return string.Join('|', events);
    }

    private static async Task<string> LinesAsync(byte[] bytes, List<int> sizes)
    {
        using JsonLines lines = new(new ChunkedStream(bytes, sizes), 1 << 20);
        List<string> read = [];
        while (await lines.ReadAsync(default) == StreamRead.Item)
        {
            read.Add(Convert.ToHexString(lines.Data.Span));
        }

        return string.Join('|', read);
    }

    private static string Expected(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        text = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..] : text;
        return string.Join(
            '|',
            text.Split('\n')
                .Select(line => line.EndsWith('\r') ? line[..^1] : line)
                .Where(line => line.Trim(' ', '\t', '\r').Length > 0)
                .Select(line => Convert.ToHexString(Encoding.Latin1.GetBytes(line)))
        );
    }

    // The streams under test never wait for anything outside the test.
    private static string Wait(Task<string> task) => task.GetAwaiter().GetResult();
}
