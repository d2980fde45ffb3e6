namespace Baton.Configuration.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Mappings_merge_deeply_and_lists_and_values_are_replaced()
    {
        ConfigurationNode merged = ConfigurationMerge.Merge(
            Configure.Tree("a: {x: 1, y: 2}\nlist: [1, 2]\nkept: 1\nshape: {z: 1}"),
            Configure.Tree("list: [3]\na: {y: 3, w: 4}\nnew: 5\nshape: 6")
        );

        ConfigurationJson
            .ToJson(merged)!
            .ToJsonString()
            .ShouldBe("""{"a":{"x":1,"y":3,"w":4},"list":[3],"kept":1,"shape":6,"new":5}""");
    }

    [Fact]
    public void Every_value_keeps_the_place_it_came_from()
    {
        ConfigurationNode merged = ConfigurationMerge.Merge(
            Configure.Tree("multi_turn:\n  enabled: true\n  max_turns: 8\n"),
            ConfigurationLayer.FromSetting("multi_turn.max_turns", "5", "--max-turns")
        );

        ConfigurationOrigins
            .Of(merged, SecretRedactor.None)
            .Select(origin => $"{origin.Key} = {origin.Shown} ({origin.Place})")
            .ShouldBe(["multi_turn.enabled = true (a.yaml:2:12)", "multi_turn.max_turns = 5 (--max-turns)"]);
    }

    [Theory]
    [InlineData("runner.http.url", 3, 5)]
    [InlineData("runner.http.timeout", 3, 5)]
    [InlineData("runner.http.url.deeper", 3, 5)]
    [InlineData("personas[1].name", 6, 5)]
    [InlineData("personas[7].name", 4, 1)]
    [InlineData("nowhere", 1, 1)]
    public void A_setting_is_found_by_its_path_or_else_the_section_around_it(string path, int line, int column)
    {
        ConfigurationMapping tree = (ConfigurationMapping)
            Configure.Tree("runner:\n  http:\n    url: x\npersonas:\n  - name: a\n  - name: b\n");

        ConfigurationPlace place = tree.PlaceOf(path);

        (place.Line, place.Column).ShouldBe((line, column));
    }

    [Fact]
    public void Variables_with_our_prefix_are_settings_and_others_are_not()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["BATON_MULTI_TURN__MAX_TURNS"] = "5",
            ["BATON_MULTI_TURN__ENABLED"] = "true",
            ["BATON_NAME"] = "no",
            ["BATON_LOG"] = "x",
            ["HOME"] = "/",
        };

        ConfigurationNode? layer = ConfigurationLayer.FromEnvironment(variables, ["multi_turn", "name"]);

        ConfigurationJson
            .ToJson(layer!)!
            .ToJsonString()
            .ShouldBe("""{"multi_turn":{"enabled":true,"max_turns":5},"name":"no"}""");
    }

    [Fact]
    public void No_setting_in_the_environment_is_no_layer() =>
        ConfigurationLayer
            .FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal), ["name"])
            .ShouldBeNull();

    [Fact]
    public void A_value_from_outside_files_is_taken_as_it_is()
    {
        ConfigurationErrors errors = new();

        ConfigurationNode tree = EnvironmentSubstitution.Apply(
            ConfigurationLayer.FromSetting("name", "a${NOWHERE}", "--name"),
            new Dictionary<string, string>(StringComparer.Ordinal),
            new SecretCollector(),
            errors
        );

        errors.Items.ShouldBeEmpty();
        ConfigurationWriter.ToYaml(tree, SecretRedactor.None).ShouldBe("name: a$${NOWHERE}\n");
    }

    [Fact]
    public void Origins_hide_secrets_and_count_empty_collections()
    {
        ConfigurationNode tree = Configure.Tree(
            "runner: {api_key: abc, headers: {X-Token: xyz}, url: \"http://u:pw@h/?key=1\", env: {}}\npersonas: [{name: a}]"
        );

        ConfigurationOrigins
            .Of(tree, SecretRedactor.None)
            .Select(origin => $"{origin.Key}={origin.Shown}")
            .ShouldBe([
                "runner.api_key=[redacted]",
                "runner.headers.X-Token=[redacted]",
                "runner.url=http://u:[redacted]@h/?key=[redacted]",
                "runner.env={}",
                "personas[0].name=a",
            ]);
    }
}
