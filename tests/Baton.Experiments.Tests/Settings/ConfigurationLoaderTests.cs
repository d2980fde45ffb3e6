using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Tests.Settings;

public sealed class ConfigurationLoaderTests
{
    [Fact]
    public void The_seeds_configuration_is_read_as_printed()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            """
            runner:
              target: "examples.my_agent:run"
              iterations: 10

            output:
              directory: "experiments"
              format: jsonl
            multi_turn:
              enabled: true
              supervisor:
                provider: mock
                metadata:
                  scripted_questions:
                    - "Can you explain more?"
                    - "What about edge cases?"
            """
        );

        LoadedConfiguration loaded = project.Load();

        loaded.Settings.Iterations.ShouldBe(10);
        loaded.Settings.Runner.Target.ShouldBe("examples.my_agent:run");
        loaded.Settings.Output.Directory.ShouldBe("experiments");
        loaded.Settings.Output.Format.ShouldBe(OutputFormat.Jsonl);
        loaded.Settings.MultiTurn.Enabled.ShouldBeTrue();
        loaded.Settings.MultiTurn.Supervisor.Provider.ShouldBe(SupervisorProvider.Mock);
        loaded.Settings.MultiTurn.Supervisor.Metadata!["scripted_questions"]!.AsArray().Count.ShouldBe(2);
        loaded.ProjectDirectory.ShouldBe(project.Root);
        loaded.ConfigFile.ShouldBe(Path.Combine(project.Root, "configs/simulation.yaml"));
        loaded.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_of_the_specification_can_be_written()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            """
            name: smoke
            description: all of it
            iterations: 3
            parallel_runs: 4
            run_delay_seconds: 0.5
            seed: 7
            personas:
              - name: novice_user
                description: New here
                characteristics: [asks a lot]
                language: en
                expertise_level: novice
                goals: [start]
                constraints: [no jargon]
                custom_attributes: {age: 30}
            base_inputs:
              - input: How do I start?
              - What else?
            inputs_file: inputs/mine.yaml
            input_template: "Customer: {{ input }}"
            variation_strategies: [rephrase, error_prone]
            variation_count: 3
            variation_temperature: 0.9
            input_generation: {mode: deterministic, llm: {model: gpt-4o-mini}}
            runner: {module_path: app.agent, function_name: run}
            multi_turn:
              enabled: true
              max_turns: 12
              auto_approve_tools: true
              persona_override: novice_user
              supervisor: {provider: anthropic, model: m, temperature: 0.2, system_prompt: p, api_key: k, base_url: "http://localhost:1", metadata: {a: 1}}
            evaluators: [{name: not_empty, type: rule_based, rules: [output_not_empty]}]
            evaluation: {aggregate: {method: average}}
            output: {directory: out, format: csv}
            save_traces: false
            tags: [ci]
            metadata: {service_context: A shop}
            budget: {cost: 1.5, tokens: 1000, duration: 5m, failures: 3}
            limits: {target: 8, models: {"openai:gpt-4o-mini": {concurrent: 2, rpm: 60, tpm: 1000}}}
            target_down_after: 10s
            fail_under: 0.9
            """
        );

        ExperimentSettings settings = project.Load().Settings;

        settings.RunDelaySeconds.ShouldBe(TimeSpan.FromSeconds(0.5));
        settings.Personas.Single().ExpertiseLevel.ShouldBe("novice");
        settings.BaseInputs!.Inputs.Select(input => input.Text).ShouldBe(["How do I start?", "What else?"]);
        settings.VariationStrategies.ShouldBe([VariationStrategy.Rephrase, VariationStrategy.ErrorProne]);
        settings.InputGeneration.Mode.ShouldBe(InputGenerationMode.Deterministic);
        settings.MultiTurn.MaxTurns.ShouldBe(12);
        settings.Evaluators.Count.ShouldBe(1);
        settings.Limits.Models["openai:gpt-4o-mini"].Rpm.ShouldBe(60);
        settings.Budget.Duration.ShouldBe(TimeSpan.FromMinutes(5));
        settings.FailUnder.ShouldBe(0.9);
    }

    [Fact]
    public void A_later_source_wins_over_an_earlier_one()
    {
        using ConfigurationProject project = new();
        project.WriteConfig("multi_turn: {max_turns: 2}\n" + ConfigurationProject.Runner);

        project.Load().Settings.Iterations.ShouldBe(1);
        project.Load().Settings.MultiTurn.MaxTurns.ShouldBe(2);
        project.Environment["BATON_MULTI_TURN__MAX_TURNS"] = "3";
        project.Environment["BATON_ITERATIONS"] = "4";
        project.Load().Settings.MultiTurn.MaxTurns.ShouldBe(3);
        project.Load().Settings.Iterations.ShouldBe(4);
        ExperimentSettings settings = project
            .Load(
                ("multi_turn.max_turns", "5", "--max-turns"),
                ("multi_turn.supervisor.provider", "mock", "--supervisor-provider")
            )
            .Settings;
        settings.MultiTurn.MaxTurns.ShouldBe(5);
        settings.MultiTurn.Supervisor.Provider.ShouldBe(SupervisorProvider.Mock);
        settings.Iterations.ShouldBe(4);
    }

    [Theory]
    [InlineData("iterations: 20\n")]
    [InlineData("runner: {iterations: 20, target: \"a:b\"}\n")]
    [InlineData("iterations: 20\nrunner: {iterations: 20, target: \"a:b\"}\n")]
    public void Iterations_are_written_at_the_top_or_under_the_runner(string content)
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            content.Contains("runner", StringComparison.Ordinal) ? content : content + ConfigurationProject.Runner
        );

        project.Load().Settings.Iterations.ShouldBe(20);
        project.Load(("iterations", "30", "--iterations")).Settings.Iterations.ShouldBe(30);
        project.Environment["BATON_RUNNER__ITERATIONS"] = "25";
        project.Load().Settings.Iterations.ShouldBe(25);
    }

    [Fact]
    public void The_output_is_a_section_or_two_settings()
    {
        using ConfigurationProject project = new();
        project.WriteConfig("output_directory: out\noutput_format: csv\n" + ConfigurationProject.Runner);

        OutputSettings output = project.Load().Settings.Output;

        output.Directory.ShouldBe("out");
        output.Format.ShouldBe(OutputFormat.Csv);
    }

    [Fact]
    public void Two_spellings_with_different_values_are_an_error_that_shows_both_places()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(
            "iterations: 10\nrunner: {iterations: 20, target: \"a:b\"}\noutput_directory: a\noutput:\n  directory: b\n"
        );

        project
            .Errors()
            .ShouldBe(
                "configs/simulation.yaml:2:22: runner.iterations: `20` differs from `iterations`, which is `10` at "
                    + "configs/simulation.yaml:1:13; keep one\n"
                    + "configs/simulation.yaml:3:19: output_directory: `a` differs from `output.directory`, which is `b` at "
                    + "configs/simulation.yaml:5:14; keep one"
            );
    }

    [Fact]
    public void Files_beside_the_configuration_hold_parts_of_it()
    {
        using ConfigurationProject project = new();
        project
            .WriteConfig("iterations: 2\nmulti_turn: {enabled: true}\n" + ConfigurationProject.Runner)
            .Write("configs/project.yaml", "name: shop\niterations: 2\n")
            .Write("configs/input.yaml", "personas: [{name: novice}]\nmulti_turn: {max_turns: 3}\n")
            .Write("configs/evaluation.yaml", "evaluators: []\n")
            .Write("configs/other.yaml", "nonsense: true");

        ExperimentSettings settings = project.Load().Settings;

        settings.Name.ShouldBe("shop");
        settings.Personas.Single().Name.ShouldBe("novice");
        settings.MultiTurn.ShouldBe(new MultiTurnSettings { Enabled = true, MaxTurns = 3 });
        settings.Evaluators.Count.ShouldBe(0);
    }

    [Fact]
    public void Two_files_with_different_values_are_an_error_that_shows_both_places()
    {
        using ConfigurationProject project = new();
        project
            .WriteConfig("iterations: 2\ntags: [a]\n" + ConfigurationProject.Runner)
            .Write("configs/project.yaml", "runner:\n  iterations: 3\ntags: [a, b]\n");

        project
            .Errors()
            .ShouldBe(
                "configs/project.yaml:3:7: tags: a list of 2 here, but a list of 1 at configs/simulation.yaml:2:7; keep one\n"
                    + "configs/project.yaml:2:15: runner.iterations: `3` differs from `iterations`, which is `2` at "
                    + "configs/simulation.yaml:1:13; keep one"
            );
    }

    [Fact]
    public void A_variable_that_is_no_setting_is_ignored_and_a_near_miss_is_a_warning()
    {
        using ConfigurationProject project = new();
        project.WriteConfig(ConfigurationProject.Runner);
        project.Environment["BATON_DB"] = "x";
        project.Environment["BATON_APPROVE"] = "1";
        project.Environment["BATON_SOMETHING_ELSE"] = "1";
        project.Environment["BATON_ITERATION"] = "5";
        project.Environment["BATON_MULTITURN__MAX_TURNS"] = "5";
        project.Environment["BATON_RUNNER"] = "ci";

        LoadedConfiguration loaded = project.Load();

        loaded.Settings.Iterations.ShouldBe(1);
        loaded.Warnings.ShouldBe([
            "BATON_ITERATION is ignored: there is no such setting; did you mean BATON_ITERATIONS?",
            "BATON_MULTITURN__MAX_TURNS is ignored: there is no such setting; did you mean BATON_MULTI_TURN__MAX_TURNS?",
            "BATON_RUNNER is ignored: `runner` is a section; its settings are written BATON_RUNNER__SETTING",
        ]);
    }

    [Fact]
    public void The_environment_comes_before_the_projects_env_file_and_that_before_the_roots()
    {
        using ConfigurationProject project = new();
        project
            .Write(
                "agents/shop/configs/simulation.yaml",
                "name: \"${A} ${B} ${C} ${D:-fallback}\"\n" + ConfigurationProject.Runner
            )
            .Write("agents/shop/.env", "A=project\nB=project\n")
            .Write("agents/.env", "A=root\nB=root\nC=root\n");
        project.Environment["A"] = "process";

        LoadedConfiguration loaded = ConfigurationLoader.Load(
            project.Request() with
            {
                Root = "agents",
                Project = "shop",
            }
        );

        loaded.Settings.Name.ShouldBe("process project root fallback");
        loaded.Variables["B"].ShouldBe("project");
    }

    [Fact]
    public void A_setting_may_stand_in_the_env_file()
    {
        using ConfigurationProject project = new();
        project.WriteConfig("iterations: 2\n" + ConfigurationProject.Runner).Write(".env", "BATON_ITERATIONS=6\n");

        project.Load().Settings.Iterations.ShouldBe(6);
    }

    [Fact]
    public void Lists_given_outside_files_are_lists_in_the_snapshot()
    {
        using ConfigurationProject project = new();
        project
            .WriteConfig("tags: [old]\n" + ConfigurationProject.Runner)
            .Write(".env", "BATON_RUNNER__PYTHON_PATH=x, y\n");

        LoadedConfiguration loaded = project.Load(("tags", "a, b", "--tags"));

        loaded.Settings.Tags.ShouldBe(["a", "b"]);
        string snapshot = ConfigurationWriter.ToYaml(loaded.Tree, loaded.Redactor);
        project.WriteConfig(snapshot).Write(".env", "");
        LoadedConfiguration again = project.Load();
        again.Settings.Tags.ShouldBe(["a", "b"]);
        again.Settings.Runner.PythonPath.ShouldBe(["x", "y"]);
        again.ConfigHash.ShouldBe(loaded.ConfigHash);
    }

    [Fact]
    public void Secrets_are_redacted_wherever_they_came_from()
    {
        using ConfigurationProject project = new();
        project
            .WriteConfig("runner: {target: \"a:b\", environment_vars: {AUTH: \"Bearer ${AGENT_TOKEN}\"}}\n")
            .Write(".env", "AGENT_TOKEN=tok-4711-secret\n");

        LoadedConfiguration loaded = project.Load(
            ("multi_turn.supervisor.api_key", "sk-from-the-command-line", "--supervisor-api-key")
        );

        loaded.Settings.MultiTurn.Supervisor.ApiKey.ShouldBe("sk-from-the-command-line");
        string redacted = loaded.Redactor.Redact("got Bearer tok-4711-secret and sk-from-the-command-line");
        redacted.ShouldNotContain("4711");
        redacted.ShouldNotContain("command-line");
    }
}
