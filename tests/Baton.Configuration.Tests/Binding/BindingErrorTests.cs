namespace Baton.Configuration.Tests.Binding;

public sealed class BindingErrorTests
{
    [Theory]
    [InlineData("itertions: 1", "a.yaml:1:1: itertions: unknown key; did you mean `iterations`?")]
    [InlineData("max-wait: 1", "a.yaml:1:1: max-wait: unknown key")]
    [InlineData("url: x", "a.yaml:1:1: url: unknown key; `url` belongs under `server`")]
    [InlineData(
        "server:\n  url: http://x\n  iterations: 1",
        "a.yaml:3:3: server.iterations: unknown key; `iterations` belongs at the top level"
    )]
    [InlineData("limits: {m: {rpm: 1}}", "a.yaml:1:14: limits.m.rpm: unknown key; known here: `concurrent`")]
    [InlineData("- a", "a.yaml:1:1: expected keys and values, found a list")]
    [InlineData("iterations: ten", "a.yaml:1:13: iterations: expected a whole number, found the text `ten`")]
    [InlineData(
        "iterations: \"10\"",
        "a.yaml:1:13: iterations: expected a whole number, found the text `10`; remove the quotes"
    )]
    [InlineData("iterations: 1.5", "a.yaml:1:13: iterations: expected a whole number, found the number `1.5`")]
    [InlineData("iterations: [1]", "a.yaml:1:13: iterations: expected a whole number, found a list")]
    [InlineData("iterations:", "a.yaml:1:12: iterations: has no value; give it one or remove the key")]
    [InlineData("iterations: 0", "a.yaml:1:13: iterations: must be from 1 to 1000, not 0")]
    [InlineData("iterations: 99999999999", "a.yaml:1:13: iterations: must be at most 2147483647, not 99999999999")]
    [InlineData("share: 1.5", "a.yaml:1:8: share: must be from 0 to 1, not 1.5")]
    [InlineData("share: .nan", "a.yaml:1:8: share: expected a finite number, found the number `.nan`")]
    [InlineData("cost: 1e99", "a.yaml:1:7: cost: expected a smaller number, found the number `1e99`")]
    [InlineData("save: yes", "a.yaml:1:7: save: expected `true` or `false`, found the text `yes`; write `true`")]
    [InlineData(
        "wait: 5 minutes",
        "a.yaml:1:7: wait: expected a duration, found the text `5 minutes`; write `200ms`, `60s`, `2m`, `1h30m` or a number of seconds"
    )]
    [InlineData("wait: 0", "a.yaml:1:7: wait: must be at least 1ms, not 0s")]
    [InlineData(
        "voice: opnai",
        "a.yaml:1:8: voice: expected one of `openai`, `rule_based`, `GET`, found the text `opnai`; did you mean `openai`?"
    )]
    [InlineData("tags: a", "a.yaml:1:7: tags: expected a list, found the text `a`")]
    [InlineData("tags: [a, [b]]", "a.yaml:1:11: tags[1]: expected a text, found a list")]
    [InlineData("tags: [a, ]\nname: {a: 1}", "a.yaml:2:7: name: expected a text, found keys and values")]
    [InlineData("tags: [~]", "a.yaml:1:8: tags[0]: has no value; give it one or remove it")]
    [InlineData("metadata: 3", "a.yaml:1:11: metadata: expected keys and values, found the number `3`")]
    [InlineData("colour: red", "a.yaml:1:9: colour: `red` is no colour")]
    [InlineData("pair: [1]", "a.yaml:1:7: pair: expected two items")]
    [InlineData("server: {api_key: k}", "a.yaml:1:9: server.url: is required; give it a value")]
    [InlineData("server: {url: }", "a.yaml:1:10: server.url: is required; give it a value")]
    [InlineData("server: {url: ftp}", "a.yaml:1:10: server.url: must begin with `http`")]
    [InlineData("server: {url: http, port: 1}", "a.yaml:1:9: server.api_key: goes with `port`")]
    [InlineData("server: {url: http, api_key: [a]}", "a.yaml:1:30: server.api_key: expected a text, found a list")]
    public void Each_mistake_is_told_with_its_place_and_the_way_out(string yaml, string expected) =>
        Told(yaml).ShouldBe(expected);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Told("iterations: x\ntagz: []\nserver:\n  port: 70000\n  fallbacks:\n    - url: x\n      prot: 1\n")
            .ShouldBe(
                """
                a.yaml:1:13: iterations: expected a whole number, found the text `x`
                a.yaml:2:1: tagz: unknown key; did you mean `tags`?
                a.yaml:4:9: server.port: must be at most 65535, not 70000
                a.yaml:7:7: server.fallbacks[0].prot: unknown key; did you mean `port`?
                a.yaml:4:3: server.url: is required; give it a value
                """
            );

    [Fact]
    public void A_value_from_the_environment_is_shown_by_its_name_and_told_once()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["HUSH"] = "very-secret-value" };
        ConfigurationErrors errors = new();
        ConfigurationNode tree = EnvironmentSubstitution.Apply(
            Configure.Tree("iterations: ${HUSH}\ncolour: ${HUSH}\nwait: ${NOWHERE}\n"),
            variables,
            new SecretCollector(),
            errors
        );

        ConfigurationBinder.Bind<Sample>(tree, errors).ShouldBeNull();

        Configure
            .Told(errors)
            .ShouldBe(
                """
                a.yaml:3:7: wait: the environment variable `NOWHERE` is not set; set it, put it into `.env`, or write `${NOWHERE:-default}`
                a.yaml:1:13: iterations: expected a whole number, found the text `${HUSH}`
                a.yaml:2:9: colour: `${HUSH}` is no colour
                """
            );
    }

    [Fact]
    public void A_secret_that_is_wrong_is_not_shown()
    {
        ConfigurationErrors errors = new();

        ConfigurationBinder.Bind<Keys>(Configure.Tree("api_key: sk-0123456789"), errors);

        Configure.Told(errors).ShouldBe("a.yaml:1:10: api_key: expected a whole number, found the text");
    }

    [Fact]
    public void A_setting_from_outside_files_is_named_by_its_source()
    {
        ConfigurationErrors errors = new();

        ConfigurationBinder.Bind<Sample>(ConfigurationLayer.FromSetting("iterations", "many", "--iterations"), errors);

        Configure.Told(errors).ShouldBe("--iterations: iterations: expected a whole number, found the text `many`");
    }

    private static string Told(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? tree = Configure.Parse(yaml, errors);
        ConfigurationBinder.Bind<Sample>(tree!, errors).ShouldBeNull();
        return Configure.Told(errors);
    }

    private sealed record Keys
    {
        public int? ApiKey { get; init; }
    }
}
