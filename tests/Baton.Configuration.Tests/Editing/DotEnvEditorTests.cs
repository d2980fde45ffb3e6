using System.Text;
using Baton.Configuration.Editing;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Configuration.Tests.Editing;

public sealed class DotEnvEditorTests
{
    [Theory]
    [InlineData("", "ON=true\n")]
    [InlineData("A=1", "A=1\nON=true\n")]
    [InlineData("A=1\r\n", "A=1\r\nON=true\r\n")]
    [InlineData("# first\nexport ON = false  # why\nB=2\n", "# first\nexport ON = true  # why\nB=2\n")]
    [InlineData("ON=\nB=2\n", "ON=true\nB=2\n")]
    [InlineData("ON='x # y' # why\n", "ON=true # why\n")]
    [InlineData("ON=\"a\\\"b\nsecond\"\nB=2\n", "ON=true\nB=2\n")]
    [InlineData("ON=1\nON=2\n", "ON=1\nON=true\n")]
    [InlineData("A=1\n# ON=false\nB=2\n", "A=1\nON=true\nB=2\n")]
    [InlineData("  #ON=false # default\n", "  ON=true # default\n")]
    [InlineData("# ON=true turns it on\n", "# ON=true turns it on\nON=true\n")]
    [InlineData("ONE=1\n# ONE=2\n", "ONE=1\n# ONE=2\nON=true\n")]
    [InlineData("A='\nON=inside\n'\n", "A='\nON=inside\n'\nON=true\n")]
    public void A_variable_is_set_and_everything_else_stays(string text, string expected)
    {
        DotEnvEditor.Set(text, "ON", "true").ShouldBe(expected);
        DotEnvEditor.Set(expected, "ON", "true").ShouldBe(expected);
    }

    [Fact]
    public void What_was_set_is_read_back_and_the_other_variables_are_what_they_were() =>
        Prop.ForAll(
                Gen.Elements(
                        "A=1",
                        "# A=2",
                        "export A='x # y'",
                        "B=\"two\nlines\"",
                        "",
                        "# words",
                        "C = c # d",
                        "A=\"\\\"\""
                    )
                    .ListOf()
                    .Select(lines => string.Join('\n', lines))
                    .ToArbitrary(),
                Gen.Elements("A", "B", "C", "D")
                    .Zip(Gen.Elements("x", "a b", "", "\"q\"", "c:\\d", "1\n2", "'#'", "ü $x"))
                    .ToArbitrary(),
                (text, set) =>
                {
                    (string name, string value) = set;
                    Dictionary<string, string> expected = new(Read(text)) { [name] = value };
                    IReadOnlyDictionary<string, string> read = Read(DotEnvEditor.Set(text, name, value));
                    return read.Count == expected.Count && expected.All(pair => read[pair.Key] == pair.Value);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static IReadOnlyDictionary<string, string> Read(string text)
    {
        ConfigurationErrors errors = new();
        IReadOnlyDictionary<string, string> variables = DotEnv.Parse(".env", Encoding.UTF8.GetBytes(text), errors);
        errors.Items.ShouldBeEmpty();
        return variables;
    }
}
