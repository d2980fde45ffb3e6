using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Configuration.Tests.Secrets;

public sealed class SecretRedactorTests
{
    private static readonly JsonSerializerOptions _relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Gen<string> _secret = Gen.Elements(
            "a",
            "Z",
            "9",
            "+",
            "/",
            "\"",
            "\\",
            "é",
            "&",
            "=",
            "'",
            "<",
            "😀"
        )
        .ListOf(8)
        .Select(string.Concat);

    [Fact]
    public void Text_without_a_secret_is_handed_back_itself()
    {
        const string text = "a line of output";

        ReferenceEquals(Knowing("hush-hush").Redact(text), text).ShouldBeTrue();
        ReferenceEquals(SecretRedactor.None.Redact(text), text).ShouldBeTrue();
    }

    [Fact]
    public void A_longer_secret_goes_before_the_one_it_begins_with() =>
        Knowing("secret", "secret-long").Redact("x secret-long y secret z").ShouldBe("x [redacted] y [redacted] z");

    [Fact]
    public void The_part_after_an_authentication_scheme_is_secret_too() =>
        Knowing("Bearer abcdef123").Redact("token=abcdef123").ShouldBe("token=[redacted]");

    [Fact]
    public void The_folder_a_shell_stands_in_is_no_secret()
    {
        SecretCollector secrets = new();

        secrets.AddNamedLikeSecrets([
            new("PWD", "/home/me/project"),
            new("OLDPWD", "/home/me/other"),
            new("DB_PWD", "hush-hush-1"),
        ]);

        secrets.Values.ShouldBe(["hush-hush-1"]);
    }

    [Fact]
    public void A_short_value_is_not_searched_for() =>
        Knowing("abc", "12345").Redact("abc 12345").ShouldBe("abc 12345");

    [Fact]
    public void Each_line_of_a_long_secret_is_secret() =>
        Knowing("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----\n")
            .Redact("line 2: MIIEvQIBADANBgkq")
            .ShouldBe("line 2: [redacted]");

    [Fact]
    public void No_form_of_a_secret_is_left_in_any_JSON() =>
        Prop.ForAll(
                _secret.ToArbitrary(),
                secret =>
                {
                    SecretRedactor redactor = Knowing(secret);
                    string[] forms =
                    [
                        secret,
                        JsonSerializer.Serialize(secret),
                        JsonSerializer.Serialize(secret, _relaxed),
                        JsonSerializer.Serialize(JsonSerializer.Serialize(secret)),
                        JsonSerializer.Serialize(JsonSerializer.Serialize(secret, _relaxed), _relaxed),
                        Uri.EscapeDataString(secret),
                    ];
                    foreach (string form in forms)
                    {
                        string bare = form.Trim('"', '\\');
                        string redacted = redactor.Redact($"<{form}>");
                        redacted.ShouldContain(SecretRedactor.Mask, customMessage: form);
                        redacted.ShouldNotContain(bare, customMessage: form);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void UTF_8_and_text_are_masked_alike() =>
        Prop.ForAll(
                Gen.Elements("hush-hush", "hush", "-", "töpsecret", "x", " ")
                    .ListOf()
                    .Select(string.Concat)
                    .ToArbitrary(),
                text =>
                {
                    SecretRedactor redactor = Knowing("hush-hush", "töpsecret", "hush-hush-hush");
                    ArrayBufferWriter<byte> output = new();
                    bool found = redactor.TryRedact(Encoding.UTF8.GetBytes(text), output);
                    string expected = redactor.Redact(text);
                    found.ShouldBe(!ReferenceEquals(expected, text));
                    (found ? Encoding.UTF8.GetString(output.WrittenSpan) : text).ShouldBe(expected);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Variables_named_like_secrets_are_known_even_when_unused()
    {
        SecretCollector secrets = new();
        secrets.AddNamedLikeSecrets(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OPENAI_API_KEY"] = "sk-0123456789",
                ["GITHUB_TOKEN"] = "short",
                ["HOME"] = "/home/someone",
                ["MAX_TOKENS"] = "123456789",
            }
        );

        secrets.Values.ShouldBe(["sk-0123456789"]);
    }

    [Theory]
    [InlineData("api_key", true)]
    [InlineData("apiKey", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("Authorization", true)]
    [InlineData("Proxy-Authorization", true)]
    [InlineData("Set-Cookie", true)]
    [InlineData("db_password", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("client_secret", true)]
    [InlineData("access_token", true)]
    [InlineData("authtoken", true)]
    [InlineData("credentials_file", true)]
    [InlineData("max_tokens", false)]
    [InlineData("tokens", false)]
    [InlineData("tokenizer", false)]
    [InlineData("monkey", false)]
    [InlineData("keyboard", false)]
    [InlineData("model", false)]
    [InlineData("", false)]
    public void A_name_says_whether_its_value_is_secret(string name, bool secret) =>
        SecretCollector.IsSecretName(name).ShouldBe(secret);

    private static SecretRedactor Knowing(params string[] values)
    {
        SecretCollector secrets = new();
        foreach (string value in values)
        {
            secrets.Add(value);
        }

        return new SecretRedactor(secrets);
    }
}
