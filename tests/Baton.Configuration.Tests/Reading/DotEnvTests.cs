using System.Text;
using Baton.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Configuration.Tests.Reading;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("  A = b c  ", "b c")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=", "")]
    [InlineData("A=# comment", "")]
    [InlineData("A='b\\n #c'", "b\\n #c")]
    [InlineData("A=\"b\\n\\\"c\\\" \\\\ \\$d \\q\" # comment", "b\n\"c\" \\ $d \\q")]
    [InlineData("A=\"two\nlines\"", "two\nlines")]
    [InlineData("A=\"two\r\nlines\"\r\nB=1", "two\nlines")]
    [InlineData("\uFEFFA=b\r\n", "b")]
    [InlineData("A=1\nA=b", "b")]
    [InlineData("# A=no\n\nA=b==", "b==")]
    [InlineData("A=${HOME}", "${HOME}")]
    public void A_variable_is_read(string text, string expected)
    {
        ConfigurationErrors errors = new();

        Parse(text, errors)["A"].ShouldBe(expected);

        errors.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A", ".env:1:1: expected `NAME=value`; a name is letters, digits, `_`, `.` and `-`")]
    [InlineData("B=1\n 1A=2", ".env:2:2: expected `NAME=value`; a name is letters, digits, `_`, `.` and `-`")]
    [InlineData("A=\"sk-hush", ".env:1:3: A: the value begins with `\"` but never ends with one")]
    [InlineData(
        "A='x'sk-hush",
        ".env:1:6: A: something follows the closing quote; put all of the value between quotes"
    )]
    public void A_mistake_is_told_without_the_value(string text, string expected)
    {
        ConfigurationErrors errors = new();

        Parse(text, errors);

        Configure.Told(errors).ShouldBe(expected);
    }

    [Fact]
    public void A_missing_file_has_no_variables()
    {
        using TempWorkspace workspace = new();
        ConfigurationErrors errors = new();

        DotEnv.Read(workspace.PathOf(".env"), errors).ShouldBeEmpty();
        errors.Items.ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_is_quoted_reads_back() =>
        Prop.ForAll(
                Gen.Elements("a", " ", "\n", "\"", "\\", "$", "#", "'", "=", "é", "n")
                    .ListOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                value =>
                {
                    string quoted = value
                        .Replace("\\", "\\\\", StringComparison.Ordinal)
                        .Replace("\"", "\\\"", StringComparison.Ordinal);
                    Parse($"X=1\nA=\"{quoted}\"\nB=2\n", new ConfigurationErrors())["A"].ShouldBe(value);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static IReadOnlyDictionary<string, string> Parse(string text, ConfigurationErrors errors) =>
        DotEnv.Parse(".env", Encoding.UTF8.GetBytes(text), errors);
}
