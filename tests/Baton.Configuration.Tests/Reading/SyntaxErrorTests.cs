using System.Text;
using Baton.TestSupport;

namespace Baton.Configuration.Tests.Reading;

public sealed class SyntaxErrorTests
{
    private static readonly string[] _yaml =
    [
        "runner: {target: \"a:b\"\nname: x\n",
        "runner:\n\ttarget: \"a:b\"\n",
        "name: \"abc\nx: 1\n",
        "name: a: b\n",
        "runner:\n  target: x\n name: y\n",
        "- a\nb: c\n",
        "a: [1, 2\nb: 3\n",
        "name: \"\\q\"\n",
        "name: @x\n",
        "name: x\nfoo\nbar: 1\n",
        "{{{\n",
        "a: [",
        "a: 1\n b: 2\n",
        "a:1\nb: 2\n",
        "a: 1\n- b\n",
        "a: - b\n",
        "a: 'it's'\n",
        "a: {{input}}\n",
        "a: {b: ${X}}\n",
        "a: |x\n",
        "a: *\n",
        "a: ]\n",
        "{a: 1}\nb: 2\n",
        "a: &x 1\nb: *y\n",
        "a: &x [*x]\n",
        "a: !!foo b\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\nb: 2\na: 3\n",
        "? [a, b]\n: 1\n",
        ": 1\n",
        "<<: 3\n",
        "a: b\0c\n",
        "a: \u0007\n",
    ];

    private static readonly string[] _json =
    [
        "{\"a\": 1,}",
        "{\"a\": 1 // one\n}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": ",
        "{'a': 1}",
        "[1, 2",
        "{\"a\": 01}",
        "{\"a\": \"x\ny\"}",
        "nul",
        "{a: 1}",
        "{\"a\": True}",
        "{\"a\" 1}",
        "[1 2]",
        "{\"a\": 1.}",
        "{\"a\": \"\\q\"}",
        "{\"a\": \"\\ud800\"}",
        "{\"a\": \"open",
        "{} {}",
    ];

    [Fact]
    public void Every_mistake_has_its_place_and_the_way_out()
    {
        StringBuilder told = new();
        foreach (
            (string text, bool json) in _yaml.Select(text => (text, false)).Concat(_json.Select(text => (text, true)))
        )
        {
            ConfigurationErrors errors = new();
            Configure.Parse(text, errors, json);
            errors.Items.ShouldNotBeEmpty(text);
            told.Append(Show(text)).Append('\n').Append("    ").Append(Configure.Told(errors)).Append("\n\n");
        }

        ApprovedText.ShouldBeApproved(told.ToString(), "syntax-errors.txt");
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x61, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0x61, 0x3a, 0x20, 0xc3, 0x28 }, "not UTF-8")]
    [InlineData(new byte[] { 0x7f, 0x45, 0x4c, 0x46, 0x00, 0x01 }, "text file")]
    public void What_is_no_UTF_8_text_is_told_once_and_plainly(byte[] bytes, string said)
    {
        ConfigurationErrors errors = new();

        Configure.Parse(bytes, errors).ShouldBeNull();

        errors.Items.Count.ShouldBe(1);
        errors.Items[0].Message.ShouldContain(said);
    }

    [Fact]
    public void A_nest_of_aliases_does_not_explode()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++)
        {
            bomb.Append($"a{level}: &a{level} [")
                .AppendJoin(", ", Enumerable.Repeat($"*a{level - 1}", 10))
                .Append("]\n");
        }

        ConfigurationErrors errors = new();
        Configure.Parse(bomb.ToString(), errors);

        errors.Items.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_file_without_rights_are_errors()
    {
        using TempWorkspace workspace = new();
        ConfigurationErrors errors = new();

        ConfigurationFile.Read(workspace.PathOf("none.yaml"), "none.yaml", errors).ShouldBeNull();
        ConfigurationFile.Read(workspace.Root, "folder.yaml", errors).ShouldBeNull();

        errors.Items.Select(error => error.Place.Source).ShouldBe(["none.yaml", "folder.yaml"]);
    }

    private static string Show(string text) =>
        text.Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\0", "\\0", StringComparison.Ordinal)
            .Replace("\u0007", "\\a", StringComparison.Ordinal);
}
