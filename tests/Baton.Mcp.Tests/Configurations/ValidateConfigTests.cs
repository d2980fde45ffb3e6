using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments;

namespace Baton.Mcp.Tests.Configurations;

public sealed class ValidateConfigTests
{
    private const string Wrong = """
        runner:
          target: "agent:run"
        iteration: 3
        multi_turn: {max_turns: 0}
        """;

    [Fact]
    public async Task The_errors_are_those_of_the_command_line()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        workspace.Write("configs/simulation.yaml", Wrong);
        ConfigurationException told = await Should.ThrowAsync<ConfigurationException>(async () =>
            await PreparedExperiment
                .Create(
                    new ExperimentRequest
                    {
                        WorkingDirectory = workspace.Root,
                        Environment = new Dictionary<string, string>(),
                    },
                    TimeProvider.System
                )
                .DisposeAsync()
        );
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        foreach (
            object arguments in (object[])[new { }, new { path = "configs/simulation.yaml" }, new { text = Wrong }]
        )
        {
            JsonObject found = await served.CallAsync("validate_config", arguments);

            found["valid"]!.GetValue<bool>().ShouldBeFalse();
            found["errors"]!
                .AsArray()
                .Select(error =>
                    $"{error!["source"]}:{error["line"]}:{error["column"]}: {error["key"]}: {error["message"]}"
                )
                .ShouldBe(told.Errors.Select(error => error.ToString()));
        }
    }

    [Fact]
    public async Task A_good_configuration_tells_its_plan_and_starts_nothing()
    {
        using TempWorkspace workspace = TestProjects.Python("raise SystemExit('started')", inputs: 4);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject found = await served.CallAsync("validate_config");

        found["valid"]!.GetValue<bool>().ShouldBeTrue();
        found["runs"]!.GetValue<int>().ShouldBe(4);
        Directory.Exists(workspace.PathOf("experiments")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_text_needs_no_file_and_may_be_JSON()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        File.Delete(workspace.PathOf("configs/simulation.yaml"));
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        JsonObject yaml = await served.CallAsync("validate_config", new { text = "runner: {target: \"agent:run\"}" });
        JsonObject json = await served.CallAsync(
            "validate_config",
            new { path = "configs/new.json", text = """{"runner": {"target": "agent:run"}}""" }
        );

        yaml["valid"]!.GetValue<bool>().ShouldBeTrue();
        json["valid"]!.GetValue<bool>().ShouldBeTrue();
        (await served.CallAsync("validate_config"))["errors"]!.ToJsonString().ShouldContain("no configuration file");
    }

    [Fact]
    public async Task Nothing_outside_of_the_root_is_read()
    {
        using TempWorkspace workspace = TestProjects.Python(TestProjects.Answering);
        using TempWorkspace outside = new();
        string secret = outside.Write("secret.yaml", "top: SECRET-CONTENT\n");
        File.CreateSymbolicLink(workspace.PathOf("configs/link.yaml"), secret);
        await using ServedClient served = await ServedClient.StartAsync(workspace.Root);

        (await served.FailAsync("validate_config", new { path = secret })).ShouldContain("outside of the root");
        (await served.FailAsync("validate_config", new { path = "configs/link.yaml" })).ShouldContain(
            "link out of the root"
        );
        (await served.FailAsync("validate_config", new { inputs = secret })).ShouldContain("outside of the root");
        foreach (
            string text in (string[])
                [
                    $"inputs_file: {secret}",
                    $"inputs: {{file: {secret}}}",
                    $"replay_args: {{enabled: true, recording_file: {secret}}}",
                    $"output: {{directory: {outside.Root}}}",
                ]
        )
        {
            JsonObject found = await served.CallAsync(
                "validate_config",
                new { text = "runner: {target: \"agent:run\"}\n" + text }
            );

            string errors = found["errors"]!.ToJsonString();
            errors.ShouldContain("leads out of the server");
            errors.ShouldNotContain("SECRET-CONTENT");
        }

        workspace.Write("tests.yaml", $"- vars: {{prompt: \"file://{secret}\"}}\n");
        workspace.Write("tests_by_link.yaml", "- vars: {prompt: \"file://configs/link.yaml\"}\n");
        foreach (string inputs in (string[])["tests.yaml", "tests_by_link.yaml"])
        {
            string told = (await served.CallAsync("validate_config", new { inputs })).ToJsonString();
            told.ShouldContain("is outside of what may be read here");
            told.ShouldNotContain("SECRET-CONTENT");
        }

        File.CreateSymbolicLink(workspace.PathOf("configs/input.yaml"), secret);
        (await served.FailAsync("validate_config")).ShouldContain("link out of the root");
    }
}
