using System.Text.RegularExpressions;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Settings;

public sealed partial class TelemetrySettingsTests
{
    [Fact]
    public void Spans_are_captured_unless_the_settings_say_otherwise()
    {
        using ConfigurationProject project = new();

        project
            .WriteConfig(ConfigurationProject.Runner)
            .Load()
            .Settings.Telemetry.ShouldBe(new TelemetrySettings { Capture = true });
        project
            .WriteConfig($"{ConfigurationProject.Runner}telemetry: {{capture: false, port: 4318, wait: 2s}}")
            .Load()
            .Settings.Telemetry.ShouldBe(
                new TelemetrySettings
                {
                    Capture = false,
                    Port = 4318,
                    Wait = TimeSpan.FromSeconds(2),
                }
            );
    }

    [Fact]
    public void Whatever_is_wrong_is_told_with_its_line()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            $"""
            {ConfigurationProject.Runner}
            telemetry:
              port: 70000
              wait: 10m
              captur: true
            """
        );

        string errors = project.Errors();

        errors.ShouldContain("configs/simulation.yaml:4");
        errors.ShouldContain("telemetry.port");
        errors.ShouldContain("telemetry.wait");
        errors.ShouldContain("did you mean `capture`");
    }

    [Fact]
    public void What_is_captured_does_not_decide_what_a_run_does()
    {
        using ConfigurationProject project = new();

        string without = project.WriteConfig(ConfigurationProject.Runner).Load().ConfigHash;

        project
            .WriteConfig($"{ConfigurationProject.Runner}telemetry: {{wait: 5s}}")
            .Load()
            .ConfigHash.ShouldBe(without);
    }

    [Fact]
    public void The_configurations_of_the_guide_can_be_read()
    {
        using ConfigurationProject project = new();
        string[] examples = [.. Yaml().Matches(File.ReadAllText(Guide())).Select(match => match.Groups[1].Value)];

        examples.Length.ShouldBe(2);
        foreach (string example in examples)
        {
            string runner = example.Contains("runner:", StringComparison.Ordinal) ? "" : ConfigurationProject.Runner;
            project.WriteConfig($"{runner}{example}").Load().Settings.Telemetry.Port.ShouldBe(4318);
        }
    }

    private static string Guide()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "docs", "guides", "telemetry.md");
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Yaml();
}
