using Baton.Configuration;
using Baton.Experiments.Personas;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Inputs;
using Baton.Targets.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Planning;

public sealed class RunPlanTests
{
    private const string Three = """
        {"input": "a", "persona": "novice"}
        {"input": "b"}
        {"input": "c", "persona": "expert", "id": "own/id"}
        """;

    [Fact]
    public void Runs_come_by_input_then_persona_then_iteration()
    {
        using InputProject project = InputProject.With("novice", "expert");
        PlanRequest request = Prepared(project, Three) with { Settings = project.Settings with { Iterations = 2 } };

        RunPlan plan = RunPlan.Create(request);

        InputProject
            .Runs(plan)
            .Select(run => run.Key)
            .ShouldBe([
                "input_0001/novice/0",
                "input_0001/novice/1",
                "input_0002/novice/0",
                "input_0002/novice/1",
                "input_0002/expert/0",
                "input_0002/expert/1",
                "own/id/expert/0",
                "own/id/expert/1",
            ]);
        InputProject.Runs(plan).Select(run => run.Index).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7]);
        plan.InputCount.ShouldBe(3);
        plan.PersonaCount.ShouldBe(2);
        plan.TotalRuns.ShouldBe(8);
        plan.InputsShownAs.ShouldBe("inputs.jsonl");
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Without_described_personas_an_entry_runs_once_as_itself_or_nobody()
    {
        using InputProject project = new();

        RunPlan plan = RunPlan.Create(Prepared(project, Three));

        Keys(plan).ShouldBe(["input_0001/novice/0", "input_0002/-/0", "own/id/expert/0"]);
        plan.PersonaCount.ShouldBe(2);
        plan.Warnings.ShouldBeEmpty();
        InputProject.Runs(plan)[0].Persona.ShouldBe(new Persona { Name = "novice" });
    }

    [Fact]
    public void Selected_personas_decide_which_entries_take_part()
    {
        using InputProject project = InputProject.With("novice", "expert", "angry");
        PlanRequest request = Prepared(project, Three) with { Personas = ["angry", "expert"] };

        RunPlan plan = RunPlan.Create(request);

        Keys(plan).ShouldBe(["input_0002/expert/0", "input_0002/angry/0", "own/id/expert/0"]);
        plan.InputCount.ShouldBe(2);
        plan.PersonaCount.ShouldBe(2);
    }

    [Fact]
    public void A_persona_that_only_the_inputs_know_can_be_selected()
    {
        using InputProject project = new();
        PlanRequest request = Prepared(project, Three) with { Personas = ["novice"] };

        Keys(RunPlan.Create(request)).ShouldBe(["input_0001/novice/0", "input_0002/novice/0"]);
    }

    [Fact]
    public void A_limit_takes_the_first_entries_that_take_part()
    {
        using InputProject project = new();
        PlanRequest request = Prepared(project, Three);

        RunPlan one = RunPlan.Create(request with { Limit = 1 });
        RunPlan expert = RunPlan.Create(request with { Limit = 2, Personas = ["expert"] });

        Keys(one).ShouldBe(["input_0001/novice/0"]);
        Keys(expert).ShouldBe(["input_0002/expert/0", "own/id/expert/0"]);
        one.DatasetHash.ShouldNotBe(RunPlan.Create(request).DatasetHash);
    }

    [Fact]
    public void A_persona_override_forces_every_conversation()
    {
        using InputProject project = InputProject.With("novice", "expert");
        PlanRequest request = Prepared(project, Three);
        MultiTurnSettings forced = new() { Enabled = true, PersonaOverride = "expert" };

        RunPlan plan = RunPlan.Create(request with { Settings = project.Settings with { MultiTurn = forced } });
        RunPlan single = RunPlan.Create(
            request with
            {
                Settings = project.Settings with { MultiTurn = forced with { Enabled = false } },
            }
        );

        Keys(plan).ShouldBe(["input_0001/expert/0", "input_0002/expert/0", "own/id/expert/0"]);
        plan.PersonaCount.ShouldBe(1);
        single.TotalRuns.ShouldBe(4);
        single.Warnings.ShouldBe(["`multi_turn.persona_override` does nothing without `multi_turn.enabled`"]);
    }

    [Fact]
    public void A_persona_that_is_not_described_is_a_warning_where_others_are()
    {
        using InputProject project = InputProject.With("novice", "experts");

        RunPlan plan = RunPlan.Create(Prepared(project, Three));

        plan.Warnings.ShouldBe([
            "inputs name personas that `personas` does not describe: `expert` (did you mean `experts`?); they run with their name alone",
        ]);
    }

    [Fact]
    public void An_unknown_persona_is_an_error_with_a_suggestion()
    {
        using InputProject project = InputProject.With("novice");
        PlanRequest request = Prepared(project, Three);
        MultiTurnSettings forced = new() { Enabled = true, PersonaOverride = "nobody" };

        Message(request with { Personas = ["expret", "novice"] })
            .ShouldBe("--personas: unknown persona `expret`; did you mean `expert`?; known are `novice`, `expert`");
        Message(request with { Settings = project.Settings with { MultiTurn = forced } })
            .ShouldBe(
                "configuration: multi_turn.persona_override: unknown persona `nobody`; known are `novice`, `expert`"
            );
    }

    [Fact]
    public void A_plan_without_a_run_is_an_error()
    {
        using InputProject project = InputProject.With("novice", "angry");
        PlanRequest request = Prepared(project, """{"input": "a", "persona": "novice"}""");

        Message(request with { Personas = ["angry"] })
            .ShouldBe(
                "--personas: no entry of `inputs.jsonl` runs as `angry`; choose others, or leave the option away"
            );
        Message(request with { Personas = [] }).ShouldStartWith("--personas: names no persona");
        Message(request with { Limit = 0 }).ShouldBe("--limit: must be at least 1, not 0");
    }

    [Fact]
    public void Inputs_are_found_in_order_of_how_near_they_were_named()
    {
        using InputProject project = new();
        ConfigurationErrors errors = new();
        ConfigurationNode written = ConfigurationLayer.FromSetting("base_inputs", ["from base"], "simulation.yaml");
        ExperimentSettings settings = project.Settings with
        {
            BaseInputs = Baton.Experiments.Inputs.InputList.Read(
                ((ConfigurationMapping)written)["base_inputs"]!.Value,
                "base_inputs",
                errors
            ),
        };
        PlanRequest request = project.Request(null) with { Settings = settings };

        Texts(request).ShouldBe(["from base"]);
        project.Write("inputs/generated.yaml", "- from default");
        Texts(request).ShouldBe(["from default"]);
        project.Write("data/mine.yaml", "- from settings");
        PlanRequest configured = request with { Settings = settings with { InputsFile = "data/mine.yaml" } };
        Texts(configured).ShouldBe(["from settings"]);
        project.Write("other.yaml", "- from option");
        Texts(configured with { InputsPath = "other.yaml" }).ShouldBe(["from option"]);
        project.Write("here/other.yaml", "- from the current folder");
        Texts(configured with { InputsPath = "other.yaml", CurrentDirectory = Path.Combine(project.Root, "here") })
            .ShouldBe(["from the current folder"]);
    }

    [Fact]
    public void A_configured_file_that_is_missing_is_named_where_it_was_written()
    {
        using InputProject project = new();
        PlanRequest request = project.Request(null) with
        {
            Settings = project.Settings with { InputsFile = "data/no.yaml" },
            Tree = (ConfigurationMapping)
                ConfigurationLayer.FromSetting("inputs_file", "data/no.yaml", "simulation.yaml"),
        };

        Message(request)
            .ShouldBe(
                "simulation.yaml: inputs_file: no file `data/no.yaml`; the path is relative to the project folder; correct it, "
                    + "or give `--inputs FILE`"
            );
    }

    [Fact]
    public void The_input_template_makes_the_text_of_each_run()
    {
        using InputProject project = new()
        {
            Settings = InputProject.With("novice").Settings with
            {
                Iterations = 2,
                InputTemplate = Template.Parse(
                    "{{ persona.name }} {{ iteration }}: {{ input }} ({{ metadata.order }})"
                ),
            },
        };

        RunPlan plan = project.Plan("a.jsonl", """{"input": "Where is it?", "metadata": {"order": 4711}}""");

        InputProject
            .Runs(plan)
            .Select(run => run.Input.Text)
            .ShouldBe(["novice 0: Where is it? (4711)", "novice 1: Where is it? (4711)"]);
    }

    [Fact]
    public void The_plan_hash_changes_with_whatever_changes_the_runs()
    {
        using InputProject project = InputProject.With("novice", "expert");
        PlanRequest request = Prepared(project, Three);
        string hash = RunPlan.Create(request).PlanHash;

        RunPlan.Create(request).PlanHash.ShouldBe(hash);
        RunPlan.Create(request with { Settings = project.Settings with { Iterations = 2 } }).PlanHash.ShouldNotBe(hash);
        RunPlan.Create(request with { Personas = ["novice"] }).PlanHash.ShouldNotBe(hash);
        RunPlan.Create(request with { Limit = 2 }).PlanHash.ShouldNotBe(hash);
        RunPlan.Create(Prepared(project, Three.Replace("\"b\"", "\"B\""))).PlanHash.ShouldNotBe(hash);
    }

    [Fact]
    public void Counting_agrees_with_reading_for_any_settings()
    {
        using InputProject project = new();
        string[] names = ["a", "b", "c", "d"];
        Gen<string?> persona = Gen.Elements<string?>([null, .. names]);
        var cases =
            from inputs in persona.NonEmptyListOf()
            from described in Gen.SubListOf(names)
            from filter in Gen.OneOf(
                Gen.Constant<IList<string>?>(null),
                Gen.SubListOf(names).Select(IList<string>? (list) => list)
            )
            from limit in Gen.Choose(0, 6)
            from iterations in Gen.Choose(1, 3)
            from forced in persona
            select (inputs, described, filter, limit, iterations, forced);
        Prop.ForAll(
                cases.ToArbitrary(),
                value =>
                {
                    PlanRequest request = Prepared(
                        project,
                        string.Join(
                            '\n',
                            value.inputs.Select(name =>
                                $"{{\"input\":\"x\",\"persona\":{(name is null ? "null" : $"\"{name}\"")}}}"
                            )
                        )
                    ) with
                    {
                        Settings = project.Settings with
                        {
                            Iterations = value.iterations,
                            Personas = [.. value.described.Select(name => new Persona { Name = name })],
                            MultiTurn = new MultiTurnSettings
                            {
                                Enabled = value.forced is not null,
                                PersonaOverride = value.forced,
                            },
                        },
                        Personas = value.filter is null ? null : [.. value.filter],
                        Limit = value.limit == 0 ? null : value.limit,
                    };
                    try
                    {
                        RunPlan plan = RunPlan.Create(request);
                        IReadOnlyList<PlannedRun> runs = InputProject.Runs(plan);
                        return runs.Count == plan.TotalRuns
                            && runs.Select(run => run.Input.Id).Distinct().Count() == plan.InputCount
                            && runs.Select(run => run.Persona?.Name).OfType<string>().Distinct().Count()
                                == plan.PersonaCount
                            && runs.Select(run => run.Key).Distinct().Count() == runs.Count
                            && runs.Select(run => run.Index)
                                .SequenceEqual(Enumerable.Range(0, runs.Count).Select(index => (long)index));
                    }
                    catch (ConfigurationException exception)
                    {
                        return exception.Message.Contains("persona", StringComparison.Ordinal);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
    }

    private static PlanRequest Prepared(InputProject project, string lines)
    {
        project.Write("inputs.jsonl", lines);
        return project.Request("inputs.jsonl");
    }

    private static IEnumerable<string> Keys(RunPlan plan) => InputProject.Runs(plan).Select(run => run.Key);

    private static IEnumerable<string> Texts(PlanRequest request) =>
        InputProject.Runs(RunPlan.Create(request)).Select(run => run.Input.Text);

    private static string Message(PlanRequest request) =>
        Should.Throw<ConfigurationException>(() => RunPlan.Create(request)).Message;
}
