using System.Text;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Processes.JsonLines;
using Baton.Targets.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Targets.Tests.Processes;

public sealed class AgentLineDecoderTests
{
    private static readonly AgentLineDecoder Plain = new(streamOutputPath: null);
    private static readonly AgentLineDecoder WithPath = new(DataPath.Parse("message.delta", null));

    [Fact]
    public void Arbitrary_bytes_never_throw()
    {
        Gen<byte[]> lines = Gen.OneOf(
                Gen.Elements(
                        "\"type\":\"delta\"",
                        "\"type\":\"final\"",
                        "\"type\":\"tool_call\"",
                        "\"type\":\"usage\"",
                        "\"type\":\"observation\"",
                        "\"delta\":",
                        "\"output\":",
                        "\"id\":\"req-1\"",
                        "\"\\ud800\"",
                        "\"\\",
                        "{",
                        "}",
                        ",",
                        "null",
                        "1e999",
                        "[]"
                    )
                    .Select(Encoding.UTF8.GetBytes),
                Gen.Choose(0, 255).Select(value => new[] { (byte)value })
            )
            .ListOf()
            .Select(pieces => pieces.Aggregate("{"u8.ToArray(), (all, piece) => [.. all, .. piece]));

        Prop.ForAll(
                lines.ToArbitrary(),
                line => Plain.Decode(line.ToArray()) is not null && WithPath.Decode(line.ToArray()) is not null
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_comes_through_a_delta_and_a_final()
    {
        Prop.ForAll<NonNull<string>>(given =>
            {
                // The encoder replaces what is no text; so does the reader.
                string text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given.Get));
                string quoted = JsonSerializer.Serialize(text);
                EndLine final = (EndLine)Plain.Decode(Bytes($$"""{"type":"final","output":{{quoted}}}"""));
                AgentLine delta = Plain.Decode(Bytes($$"""{"delta":{{quoted}},"id":"req-12","type":"delta"}"""));
                return final.Answer!.Output == text
                    && (text.Length == 0 || delta == new EventLine(new TextEvent(text)) { Request = 12 });
            })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_quick_reading_and_the_full_one_agree()
    {
        Gen<string> properties = Gen.Elements(
                "\"type\":\"delta\"",
                "\"type\":\"final\"",
                "\"delta\":\"d\"",
                "\"output\":\"o\"",
                "\"output\":\"\"",
                "\"id\":\"req-3\"",
                "\"id\":\"other\""
            )
            .ListOf()
            .Select(list => "{" + string.Join(',', list.DistinctBy(property => property[..5])) + "}");

        Prop.ForAll(
                properties.ToArbitrary(),
                line =>
                    PlainLine.TryRead(Bytes(line)) is not { } quick
                    || quick == Plain.Decode(Bytes(line.Insert(1, line.Length > 2 ? "\"x\":0," : "")))
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""{"type":"tool_call","id":"req-5","call_id":"c","name":"n"}""", 5L, "c")]
    [InlineData("""{"type":"tool_call","request_id":"req-5","id":"c","name":"n"}""", 5L, "c")]
    [InlineData("""{"type":"tool_call","id":"c","name":"n"}""", null, "c")]
    [InlineData("""{"type":"tool_call","id":"req-5","name":"n"}""", 5L, "")]
    [InlineData("""{"type":"tool_call","id":17,"name":"n"}""", null, "17")]
    public void A_tool_call_tells_its_request_and_itself_apart(string line, long? request, string call)
    {
        EventLine decoded = Plain.Decode(Bytes(line)).ShouldBeOfType<EventLine>();

        decoded.Request.ShouldBe(request);
        decoded.Event.ShouldBeOfType<ToolCallEvent>().CallId.ShouldBe(call);
    }

    [Theory]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\ud83d""", "\uFFFD")]
    [InlineData("""\ude00\ud83d""", "\uFFFD\uFFFD")]
    [InlineData("""\\ud83d""", @"\ud83d")]
    [InlineData("""\ud83dx\ude00""", "\uFFFDx\uFFFD")]
    public void Halves_of_surrogate_pairs_are_replaced(string escaped, string text)
    {
        Plain
            .Decode(Bytes($$"""{"type":"delta","delta":"{{escaped}}"}"""))
            .ShouldBe(new EventLine(new TextEvent(text)));
    }

    [Fact]
    public void A_structured_error_gives_its_message_and_keeps_the_rest()
    {
        EndLine line = (EndLine)
            Plain.Decode(Bytes("""{"type":"error","error":{"message":"m","status":5},"code":"c"}"""));

        line.Error!.Message.ShouldBe("m");
        line.Error.Details!.ToJsonString().ShouldBe("""{"error":{"message":"m","status":5},"code":"c"}""");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
