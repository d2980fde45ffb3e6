using Baton.Configuration.Editing;

namespace Baton.Configuration.Tests.Editing;

public sealed class YamlEditorTests
{
    [Theory]
    [InlineData("present", "a:\n  enabled: false # why\n  x: 1\n", "a:\n  enabled: true # why\n  x: 1\n")]
    [InlineData("quoted", "a:\n  enabled: 'it''s' # why\n", "a:\n  enabled: true # why\n")]
    [InlineData("double-quoted", "a:\n    enabled:   \"\\\"x\\\"\"   # why\n", "a:\n    enabled:   true   # why\n")]
    [InlineData("flow", "a: {x: 1, enabled: false, y: 2} # why\n", "a: {x: 1, enabled: true, y: 2} # why\n")]
    [InlineData("empty value", "a:\n  enabled: # why\n  x: 1\n", "a:\n  enabled: true # why\n  x: 1\n")]
    [InlineData("null value", "a:\n  enabled: ~\n", "a:\n  enabled: true\n")]
    [InlineData("windows", "a:\r\n  enabled: false\r\nb: 1\r\n", "a:\r\n  enabled: true\r\nb: 1\r\n")]
    [InlineData("variable", "a:\n  enabled: ${ON:-false}\n", "a:\n  enabled: true\n")]
    [InlineData(
        "absent key",
        "b: 1\na: # sec\n    x: 1\nc: 2\n",
        "b: 1\na: # sec\n    enabled: true\n    x: 1\nc: 2\n"
    )]
    [InlineData("absent key, flow", "a: {x: 1}\n", "a: {enabled: true, x: 1}\n")]
    [InlineData("absent key, empty flow", "a: {}\n", "a: {enabled: true}\n")]
    [InlineData("absent key, empty section", "a:\nb: 1\n", "a:\n  enabled: true\nb: 1\n")]
    [InlineData("absent key, last line without end", "b: 1\na:", "b: 1\na:\n  enabled: true\n")]
    [InlineData(
        "commented key",
        "a:\n  x: 1\n  # enabled: false\n  # y: 2\nb: 1\n",
        "a:\n  x: 1\n  enabled: true\n  # y: 2\nb: 1\n"
    )]
    [InlineData(
        "remark that is no key",
        "a:\n  x: 1\n  # enabled: turn this on to replay\n",
        "a:\n  enabled: true\n  x: 1\n  # enabled: turn this on to replay\n"
    )]
    [InlineData(
        "commented section",
        "b: 1\n\n# a:\n#   enabled: false\n#   x: 1\n\nc: 2\n",
        "b: 1\n\na:\n  enabled: true\n#   x: 1\n\nc: 2\n"
    )]
    [InlineData("commented section inside another", "b:\n# a:\n  x: 1\n", "b:\n# a:\n  x: 1\n\na:\n  enabled: true\n")]
    [InlineData("absent section", "b: 1 # one\n", "b: 1 # one\n\na:\n  enabled: true\n")]
    [InlineData("absent section, no end", "b: 1", "b: 1\n\na:\n  enabled: true\n")]
    [InlineData("empty file", "", "a:\n  enabled: true\n")]
    [InlineData("only comments", "# nothing yet\n", "# nothing yet\n\na:\n  enabled: true\n")]
    public void One_key_is_set_and_everything_else_stays(string what, string text, string expected)
    {
        YamlEditor.Set(text, "a", "enabled", "true").ShouldBe(expected, what);
        YamlEditor.Set(expected, "a", "enabled", "true").ShouldBe(expected, what);
    }

    [Theory]
    [InlineData("a: text\n")]
    [InlineData("a: [1]\n")]
    [InlineData("x: &s {enabled: false}\na: *s\n")]
    [InlineData("a:\n  enabled: >\n    folded\n    text\n")]
    [InlineData("a:\n  enabled: [1]\n")]
    [InlineData("{b: 1}\n")]
    [InlineData("b: 1\n...\n")]
    [InlineData("a: [\n")]
    [InlineData("- a\n")]
    public void What_cannot_be_edited_safely_is_left_alone(string text) =>
        YamlEditor.Set(text, "a", "enabled", "true").ShouldBeNull();

    [Fact]
    public void Texts_are_set_as_they_are_written()
    {
        string text = YamlEditor.Set("", "a", "file", "\"x: y.jsonl\"")!;
        YamlEditor.Set(text, "a", "file", "z.jsonl").ShouldBe("a:\n  file: z.jsonl\n");
    }
}
