namespace Baton.Configuration.Tests.Secrets;

public sealed class SubstitutionTests
{
    private static readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal)
    {
        ["TOKEN"] = "tok-1234567",
        ["PORT"] = "8080",
        ["HOST"] = "example.test",
        ["EMPTY"] = "",
        ["DB_PASSWORD"] = "p\"a+ss/w\\ord",
    };

    private readonly ConfigurationErrors _errors = new();
    private readonly SecretCollector _secrets = new();

    [Theory]
    [InlineData("a: ${PORT}", "8080", ScalarKind.Integer)]
    [InlineData("a: \"${PORT}\"", "8080", ScalarKind.Text)]
    [InlineData("a: http://${HOST}:${PORT}/", "http://example.test:8080/", ScalarKind.Text)]
    [InlineData("a: ${NONE:-fallback}", "fallback", ScalarKind.Text)]
    [InlineData("a: ${EMPTY:-full}", "full", ScalarKind.Text)]
    [InlineData("a: $${PORT}", "${PORT}", ScalarKind.Text)]
    [InlineData("a: $.path.x", "$.path.x", ScalarKind.Text)]
    public void Variables_are_put_in(string written, string expected, ScalarKind kind)
    {
        ConfigurationScalar value = Value(written);

        _errors.Items.ShouldBeEmpty();
        value.Text.ShouldBe(expected);
        value.Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_missing_variable_is_named_with_its_place()
    {
        Value("a:\n  b: x${TOKNE}");

        ConfigurationError error = _errors.Items.ShouldHaveSingleItem();
        error.Place.ToString().ShouldBe("a.yaml:2:6");
        error.Key.ShouldBe("a.b");
        error.Message.ShouldContain("TOKNE");
    }

    [Theory]
    [InlineData("headers: {Authorization: \"Bearer ${TOKEN}\"}")]
    [InlineData("headers: {X-Custom: \"${TOKEN}\"}")]
    [InlineData("anything: ${TOKEN}")]
    [InlineData("api_key: tok-1234567")]
    [InlineData("url: \"https://user:tok-1234567@example.test/\"")]
    [InlineData("url: \"https://example.test/?key=tok-1234567\"")]
    public void A_secret_is_masked_wherever_it_turns_up(string written)
    {
        SecretRedactor redactor = Redactor(written);

        redactor
            .Redact("the agent said tok-1234567 twice: tok-1234567")
            .ShouldBe("the agent said [redacted] twice: [redacted]");
    }

    [Theory]
    [InlineData("url: http://${HOST}:${PORT}/")]
    [InlineData("model: ${HOST}")]
    [InlineData("max_tokens: 1234567")]
    public void What_is_plainly_public_is_not_masked(string written)
    {
        SecretRedactor redactor = Redactor(written);

        redactor.Redact("at example.test:8080 with 1234567").ShouldBe("at example.test:8080 with 1234567");
    }

    [Fact]
    public void A_secret_is_found_in_the_forms_it_takes_inside_JSON_and_addresses()
    {
        SecretRedactor redactor = Redactor("env: {DB: \"${DB_PASSWORD}\"}");
        string json = System.Text.Json.JsonSerializer.Serialize(_variables["DB_PASSWORD"]);

        redactor.Redact(json).ShouldBe("\"[redacted]\"");
        redactor.Redact(Uri.EscapeDataString(_variables["DB_PASSWORD"])).ShouldBe("[redacted]");
    }

    [Fact]
    public void What_is_written_back_keeps_variables_as_written_and_masks_literal_secrets()
    {
        ConfigurationNode tree = Apply(
            "headers: {Authorization: \"Bearer ${TOKEN}\"}\napi_key: sk-0123456789\nport: ${PORT}\n"
        );

        string yaml = ConfigurationWriter.ToYaml(tree, new SecretRedactor(_secrets));

        yaml.ShouldContain("Bearer ${TOKEN}");
        yaml.ShouldContain("[redacted]");
        yaml.ShouldNotContain("sk-0123456789");
        yaml.ShouldNotContain("tok-1234567");
    }

    private ConfigurationNode Apply(string written) =>
        EnvironmentSubstitution.Apply(Configure.Tree(written), _variables, _secrets, _errors);

    private SecretRedactor Redactor(string written)
    {
        Apply(written);
        _errors.Items.ShouldBeEmpty();
        return new SecretRedactor(_secrets);
    }

    private ConfigurationScalar Value(string written)
    {
        ConfigurationNode node = Apply(written);
        while (node is ConfigurationMapping mapping)
        {
            node = mapping.Entries[0].Value;
        }

        return (ConfigurationScalar)node;
    }
}
