namespace Baton.Configuration.Tests.Reading;

public sealed class CoreSchemaTests
{
    [Theory]
    [InlineData("", ScalarKind.Null)]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("NULL", ScalarKind.Null)]
    [InlineData("nULL", ScalarKind.Text)]
    [InlineData("true", ScalarKind.Boolean)]
    [InlineData("False", ScalarKind.Boolean)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("on", ScalarKind.Text)]
    [InlineData("n", ScalarKind.Text)]
    [InlineData("-12", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("0o18", ScalarKind.Text)]
    [InlineData("0xfF", ScalarKind.Integer)]
    [InlineData("017", ScalarKind.Integer)]
    [InlineData("1_000", ScalarKind.Text)]
    [InlineData("0b11", ScalarKind.Text)]
    [InlineData("12:30", ScalarKind.Text)]
    [InlineData("1.", ScalarKind.Number)]
    [InlineData(".5", ScalarKind.Number)]
    [InlineData("1e3", ScalarKind.Number)]
    [InlineData("1e", ScalarKind.Text)]
    [InlineData(".", ScalarKind.Text)]
    [InlineData("-.INF", ScalarKind.Number)]
    [InlineData(".nan", ScalarKind.Number)]
    [InlineData("2026-11-21", ScalarKind.Text)]
    [InlineData("1.2.3", ScalarKind.Text)]
    public void A_plain_value_means_what_YAML_1_2_says(string written, ScalarKind expected)
    {
        ConfigurationMapping tree = (ConfigurationMapping)Configure.Tree($"a: {written}\n");

        ((ConfigurationScalar)tree["a"]!.Value).Kind.ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("'1'")]
    [InlineData("|\n  1\n")]
    [InlineData("!!str 1")]
    public void A_quoted_value_is_text(string written)
    {
        ConfigurationMapping tree = (ConfigurationMapping)Configure.Tree($"a: {written}\n");

        ((ConfigurationScalar)tree["a"]!.Value).Kind.ShouldBe(ScalarKind.Text);
    }

    [Fact]
    public void JSON_and_YAML_give_the_same_values()
    {
        const string json = """{"a": [1, -2.50, 1e3, true, null, "\u00e9\n", {}], "b": {"c": []}}""";

        ConfigurationJson
            .ToJson(Configure.Tree(json))!
            .ToJsonString()
            .ShouldBe(ConfigurationJson.ToJson(Configure.Tree(json, json: true))!.ToJsonString());
    }
}
