using System.Text.Json;
using Baton.Targets.Templates;

namespace Baton.Targets.Tests.Templates;

public sealed class DataPathTests
{
    private static readonly JsonElement _document = JsonElement.Parse(
        """
        {
          "choices": [{"delta": {"content": "first"}}, {"delta": {"content": "last"}}],
          "item": {"content": {"0": {"text": "by name"}}},
          "list": {"content": [{"text": "by position"}]},
          "a": {"b.c": 1, "it's": true, "sp ace": null},
          "numbers": [1, 2.50, {"x": [true]}],
          "lone": "a\ud800b"
        }
        """
    );

    [Theory]
    [InlineData("choices[0].delta.content", "first")]
    [InlineData("$.choices[0].delta.content", "first")]
    [InlineData("choices[-1].delta.content", "last")]
    [InlineData("choices.1.delta.content", "last")]
    [InlineData("item.content.0.text", "by name")]
    [InlineData("list.content.0.text", "by position")]
    [InlineData("""a["b.c"]""", "1")]
    [InlineData("""a['it\'s']""", "true")]
    [InlineData("""$["a"]["sp ace"]""", null)]
    [InlineData("numbers[1]", "2.50")]
    [InlineData("numbers[2]", """{"x": [true]}""")]
    [InlineData("choices[*].delta.content", "firstlast")]
    [InlineData("numbers[*].x[*]", "true")]
    [InlineData("choices[2]", null)]
    [InlineData("choices[-3]", null)]
    [InlineData("item[0]", null)]
    [InlineData("nowhere.at.all", null)]
    [InlineData("nowhere[*]", null)]
    [InlineData("lone", "a\uFFFDb")]
    public void A_path_gives_the_text_it_leads_to(string path, string? expected) =>
        DataPath.Parse(path).GetText(_document).ShouldBe(expected);

    [Fact]
    public void A_dollar_alone_is_the_whole_value() =>
        DataPath.Parse("$").GetText(JsonElement.Parse("[1]")).ShouldBe("[1]");

    [Fact]
    public void Something_null_is_there_and_something_missing_is_not()
    {
        DataPath.Parse("""a["sp ace"]""").TryGet(_document, out JsonElement value).ShouldBeTrue();
        value.ValueKind.ShouldBe(JsonValueKind.Null);
        DataPath.Parse("a.b").TryGet(_document, out _).ShouldBeFalse();
    }

    [Fact]
    public void Every_branch_is_found_in_the_documents_order() =>
        DataPath
            .Parse("[*].n[*]")
            .Select(JsonElement.Parse("""[{"n":[1,2]},{},{"n":{"x":3}},{"n":4}]"""))
            .Select(found => found.GetInt32())
            .ShouldBe([1, 2, 3]);

    [Fact]
    public void The_first_branch_that_leads_somewhere_is_the_value()
    {
        DataPath.Parse("[*].n").TryGet(JsonElement.Parse("""[{},{"n":2},{"n":3}]"""), out JsonElement value);
        value.GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a..b", "`.` at position 3, expected a name")]
    [InlineData("a.", "ends at position 2, expected a name")]
    [InlineData("a[", "expected a number, `*` or a quoted key")]
    [InlineData("a[x]", "`x` at position 3, expected a number, `*` or a quoted key")]
    [InlineData("a[1", "ends at position 3, expected `]`")]
    [InlineData("a[99999999999]", "expected a number that fits 32 bits")]
    [InlineData("a[\"b]", "the closing \" of the key that begins at position 3")]
    [InlineData("a[\"b\\n\"]", "after `\\`")]
    [InlineData("a b", "` ` at position 2, expected `.`, `[` or the end")]
    [InlineData("a.*", "every item is written `[*]`")]
    [InlineData("a.\"b\"", "a quoted key is written")]
    [InlineData("$a", "after `$`")]
    [InlineData("a]", "`]` at position 2")]
    [InlineData("a:b", "`:` at position 2")]
    public void What_is_wrong_is_said_with_its_position(string path, string message)
    {
        Should.Throw<FormatException>(() => DataPath.Parse(path)).Message.ShouldContain(message);
        DataPath.TryParse(path, null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_key() =>
        Should
            .Throw<FormatException>(() => DataPath.Parse("a[\"\ud800\"]"))
            .Message.ShouldContain("half of a surrogate pair");
}
