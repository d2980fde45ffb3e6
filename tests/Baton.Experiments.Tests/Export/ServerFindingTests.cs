using Baton.Experiments.Export;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Export;

public sealed class ServerFindingTests
{
    [Theory]
    [InlineData("http://localhost:4318", "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/", "http://localhost:4318/v1/traces")]
    [InlineData("http://localhost:4318/v1/traces", "http://localhost:4318/v1/traces")]
    [InlineData("https://cloud.example.com/api/public/otel", "https://cloud.example.com/api/public/otel/v1/traces")]
    [InlineData("https://example.com/otel?tenant=a", "https://example.com/otel/v1/traces?tenant=a")]
    public void The_path_of_traces_is_put_behind_an_address(string given, string expected) =>
        Find(given).Url.ToString().ShouldBe(expected);

    [Fact]
    public void What_is_given_comes_before_the_settings_and_those_before_the_environment()
    {
        (string, string)[] environment =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces/as/it/is"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1, b=2%203,c=env"),
        ];
        OtlpSettings settings = new()
        {
            Endpoint = "http://settings",
            Headers = new Dictionary<string, string> { ["B"] = "settings" },
        };

        OtlpServer
            .Find("http://given", Headers(("c", "given")), settings, Variables(environment))
            .Url.Host.ShouldBe("given");
        OtlpServer.Find(null, Headers(), settings, Variables(environment)).Url.Host.ShouldBe("settings");
        OtlpServer
            .Find(null, Headers(), null, Variables(environment))
            .Url.ToString()
            .ShouldBe("http://traces/as/it/is");
        OtlpServer
            .Find(null, Headers(), null, Variables(environment[0]))
            .Url.ToString()
            .ShouldBe("http://all:4318/v1/traces");
        OtlpServer
            .Find(null, Headers(("c", "given")), settings, Variables(environment))
            .Headers.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .Select(header => header.Value)
            .ShouldBe(["1", "settings", "given"]);
        OtlpServer.Find(null, Headers(), null, Variables(environment)).Headers["b"].ShouldBe("2 3");
    }

    [Fact]
    public void The_environment_says_how_requests_are_made()
    {
        OtlpServer server = Find(
            "http://x",
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
            ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2500"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", " ")
        );

        server.Encoding.ShouldBe(OtlpEncoding.Json);
        server.Compress.ShouldBeFalse();
        server.Timeout.ShouldBe(TimeSpan.FromSeconds(2.5));
        server.Headers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", "`soon` is no number of milliseconds")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "api-key s3cret", "write `name=value`")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "no address of HTTP")]
    public void A_variable_that_cannot_be_used_is_named_and_no_key_shown(string name, string value, string problem)
    {
        (string, string)[] variables = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"), (name, value)];

        ExportException refused = Should.Throw<ExportException>(() => Find(null, variables));

        refused.Message.ShouldContain(name);
        refused.Message.ShouldContain(problem);
        refused.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Without_any_address_the_ways_to_give_one_are_told() =>
        Should
            .Throw<ExportException>(() => Find(null))
            .Message.ShouldBe(
                "there is nowhere to export to: give `--to URL` or `--output FILE`, set `output.otlp.endpoint` in the configuration, "
                    + "or the variable OTEL_EXPORTER_OTLP_ENDPOINT"
            );

    [Fact]
    public void An_address_is_shown_without_the_keys_in_it() =>
        Find("https://user:s3cret@example.com/otel?key=s3cret").ShownUrl.ShouldBe("https://example.com/otel/v1/traces");

    private static OtlpServer Find(string? given, params (string, string)[] variables) =>
        OtlpServer.Find(given, Headers(), settings: null, Variables(variables));

    private static Dictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        Variables(headers);

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> all = [];
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        return all;
    }
}
