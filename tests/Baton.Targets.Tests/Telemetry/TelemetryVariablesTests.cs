using Baton.Targets.Telemetry;

namespace Baton.Targets.Tests.Telemetry;

public sealed class TelemetryVariablesTests
{
    private static readonly TargetEnvironment _listening = new()
    {
        ProjectDirectory = Path.GetTempPath(),
        TelemetryEndpoint = new Uri("http://127.0.0.1:4567"),
    };

    [Fact]
    public void An_agent_is_told_where_how_and_how_soon_to_send_its_spans() =>
        Add()
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4567",
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                },
                ignoreOrder: true
            );

    [Fact]
    public void Nothing_is_told_when_nobody_collects_spans()
    {
        Dictionary<string, string> variables = [];

        TelemetryVariables.AddTo(variables, _listening with { TelemetryEndpoint = null });

        variables.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
    [InlineData("OTEL_TRACES_EXPORTER", "console")]
    public void An_exporter_the_user_points_elsewhere_stays_as_it_is(string name, string value) =>
        Add((name, value)).ShouldBe([new(name, value)]);

    [Fact]
    public void The_users_own_delay_and_encoding_stay_and_an_empty_variable_counts_as_not_set()
    {
        Dictionary<string, string> variables = Add(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
            ("OTEL_BSP_SCHEDULE_DELAY", "1000")
        );

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe("http://127.0.0.1:4567");
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("http/json");
        variables["OTEL_BSP_SCHEDULE_DELAY"].ShouldBe("1000");
    }

    private static Dictionary<string, string> Add(params (string Name, string Value)[] own)
    {
        Dictionary<string, string> variables = own.ToDictionary(pair => pair.Name, pair => pair.Value);
        TelemetryVariables.AddTo(variables, _listening);
        return variables;
    }
}
