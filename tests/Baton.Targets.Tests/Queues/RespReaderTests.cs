using System.Text;
using Baton.Targets.Queues.Redis.Resp;
using Baton.Targets.Tests.Streaming;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Queues;

public sealed class RespReaderTests
{
    [Theory]
    // The examples of the published specification.
    [InlineData("+OK\r\n", "Text(OK)")]
    [InlineData("-ERR unknown command 'asdf'\r\n", "Error(ERR unknown command 'asdf')")]
    [InlineData("-WRONGTYPE Operation against a key\r\n", "Error(WRONGTYPE Operation against a key)")]
    [InlineData(":0\r\n", "0")]
    [InlineData(":1000\r\n", "1000")]
    [InlineData(":-42\r\n", "-42")]
    [InlineData(":+7\r\n", "7")]
    [InlineData("$5\r\nhello\r\n", "Text(hello)")]
    [InlineData("$0\r\n\r\n", "Text()")]
    [InlineData("$-1\r\n", "null")]
    [InlineData("*0\r\n", "Array[]")]
    [InlineData("*2\r\n$5\r\nhello\r\n$5\r\nworld\r\n", "Array[Text(hello), Text(world)]")]
    [InlineData("*3\r\n:1\r\n:2\r\n:3\r\n", "Array[1, 2, 3]")]
    [InlineData("*5\r\n:1\r\n:2\r\n:3\r\n:4\r\n$5\r\nhello\r\n", "Array[1, 2, 3, 4, Text(hello)]")]
    [InlineData("*-1\r\n", "null")]
    [InlineData(
        "*2\r\n*3\r\n:1\r\n:2\r\n:3\r\n*2\r\n+Hello\r\n-World\r\n",
        "Array[Array[1, 2, 3], Array[Text(Hello), Error(World)]]"
    )]
    [InlineData("*3\r\n$5\r\nhello\r\n$-1\r\n$5\r\nworld\r\n", "Array[Text(hello), null, Text(world)]")]
    [InlineData("_\r\n", "null")]
    [InlineData("#t\r\n", "true")]
    [InlineData("#f\r\n", "false")]
    [InlineData(",1.23\r\n", "Double(1.23)")]
    [InlineData(",10\r\n", "Double(10)")]
    [InlineData(",inf\r\n", "Double(inf)")]
    [InlineData(",-inf\r\n", "Double(-inf)")]
    [InlineData(",nan\r\n", "Double(nan)")]
    [InlineData(
        "(3492890328409238509324850943850943825024385\r\n",
        "BigNumber(3492890328409238509324850943850943825024385)"
    )]
    [InlineData("!21\r\nSYNTAX invalid syntax\r\n", "Error(SYNTAX invalid syntax)")]
    [InlineData("=15\r\ntxt:Some string\r\n", "Text(Some string)")]
    [InlineData("%2\r\n+first\r\n:1\r\n+second\r\n:2\r\n", "Map[Text(first), 1, Text(second), 2]")]
    [InlineData("~2\r\n+orange\r\n+apple\r\n", "Set[Text(orange), Text(apple)]")]
    [InlineData(
        ">3\r\n+message\r\n+somechannel\r\n+this is the message\r\n",
        "Push[Text(message), Text(somechannel), Text(this is the message)]"
    )]
    [InlineData(
        "|1\r\n+key-popularity\r\n%1\r\n$1\r\na\r\n,0.1923\r\n*2\r\n:2039123\r\n:9543892\r\n",
        "Array[2039123, 9543892]"
    )]
    public async Task Every_kind_of_value_is_read_however_it_is_cut(string wire, string value)
    {
        for (int size = 1; size <= wire.Length; size++)
        {
            (await ReadAsync(wire, size)).ToString().ShouldBe(value);
        }
    }

    [Theory]
    [InlineData("hello\r\n")]
    [InlineData("\r\n")]
    [InlineData(":\r\n")]
    [InlineData(":12x\r\n")]
    [InlineData(":99999999999999999999\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$5\r\nhello!\r\n")]
    [InlineData("*99999999999\r\n")]
    [InlineData("#x\r\n")]
    [InlineData("=3\r\nabc\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    public async Task What_is_not_the_protocol_is_refused(string wire) =>
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(wire, 3));

    [Theory]
    [InlineData("")]
    [InlineData("+O")]
    [InlineData("$5\r\nhel")]
    [InlineData("*2\r\n:1\r\n")]
    public async Task A_stream_that_ends_inside_a_value_is_an_error(string wire) =>
        await Should.ThrowAsync<EndOfStreamException>(() => ReadAsync(wire, 2));

    [Fact]
    public async Task Values_nested_without_end_need_no_stack() =>
        await Should.ThrowAsync<InvalidDataException>(() =>
            ReadAsync(string.Concat(Enumerable.Repeat("*1\r\n", 100_000)), 4096)
        );

    [Fact]
    public async Task A_list_that_only_claims_to_be_long_takes_no_memory() =>
        // Memory for that many items cannot be had: asking for it would fail in another way.
        await Should.ThrowAsync<EndOfStreamException>(() => ReadAsync("*2147483647\r\n:1\r\n", 100));

    [Fact]
    public async Task Of_a_text_that_is_too_long_the_start_is_kept_and_the_next_value_is_read()
    {
        string wire = $"*2\r\n$20000\r\n{new string('x', 20_000)}\r\n$2\r\nok\r\n";
        using ChunkedStream stream = new(Encoding.UTF8.GetBytes(wire), [777]);
        using RespReader reader = new(stream, largestText: 10_000);

        RespValue value = await reader.ReadAsync(TestContext.Current.CancellationToken);

        value.Items[0].IsCut.ShouldBeTrue();
        value.Items[0].Bytes.Length.ShouldBe(4096);
        value.Items[1].Text.ShouldBe("ok");
    }

    [Fact]
    public void Any_value_comes_back_whatever_the_chunks() =>
        Prop.ForAll(
                Values().ToArbitrary(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                (value, size) =>
                {
                    string wire = Wire(value);
                    RespValue read = ReadAsync(wire, 1 + (size.Get % 50)).GetAwaiter().GetResult();
                    return read.ToString() == value.ToString();
                }
            )
            .QuickCheckThrowOnFailure();

    private static async Task<RespValue> ReadAsync(string wire, int chunk)
    {
        using ChunkedStream stream = new(Encoding.UTF8.GetBytes(wire), [chunk]);
        using RespReader reader = new(stream);
        return await reader.ReadAsync(CancellationToken.None);
    }

    private static Gen<RespValue> Values() => Gen.Sized(size => Values(Math.Min(size, 20)));

    private static Gen<RespValue> Values(int size)
    {
        Gen<RespValue> leaf = Gen.OneOf(
            Gen.Constant(RespValue.Null),
            ArbMap.Default.GeneratorFor<long>().Select(number => RespValue.Of(RespKind.Integer, number)),
            ArbMap.Default.GeneratorFor<bool>().Select(truth => RespValue.Of(RespKind.Boolean, truth ? 1 : 0)),
            ArbMap
                .Default.GeneratorFor<NonNull<string>>()
                .Select(text => RespValue.Of(RespKind.Text, Encoding.UTF8.GetBytes(text.Get)))
        );
        return size == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Gen.ListOf(Values(size / 3)).Select(items => RespValue.Of(RespKind.Array, [.. items.Take(5)])),
                Gen.ListOf(Values(size / 3)).Select(items => RespValue.Of(RespKind.Set, [.. items.Take(5)]))
            );
    }

    private static string Wire(RespValue value) =>
        value.Kind switch
        {
            RespKind.Null => "_\r\n",
            RespKind.Integer => $":{value.Number}\r\n",
            RespKind.Boolean => value.Number == 1 ? "#t\r\n" : "#f\r\n",
            RespKind.Text => $"${value.Bytes.Length}\r\n{value.Text}\r\n",
            RespKind.Array => $"*{value.Items.Count}\r\n{string.Concat(value.Items.Select(Wire))}",
            RespKind.Set => $"~{value.Items.Count}\r\n{string.Concat(value.Items.Select(Wire))}",
            _ => throw new InvalidOperationException($"{value.Kind} is not generated"),
        };
}
