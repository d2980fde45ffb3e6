using Baton.Configuration;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Results;
using Baton.Experiments.Results;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class PreparedEvaluationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_trace_gets_a_line_in_the_order_of_the_traces_and_the_summary_counts_them()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            Enumerable
                .Range(1, 500)
                .Select(number =>
                    Traces.Of(number % 5 == 0 ? " " : "fine", number) with
                    {
                        Persona = number % 2 == 0 ? "novice" : null,
                    }
                )
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.ExperimentName.ShouldBe("shop");
        summary.Traces.ShouldBe(
            new TraceCounts
            {
                Total = 500,
                Passed = 400,
                Failed = 100,
            }
        );
        summary.PassRate.ShouldBe(0.8);
        summary.PassRateInterval!.Low.ShouldBe(0.7627, 0.001);
        summary.MeanScore.ShouldBe(0.9);
        EvaluatorSummary basics = summary.Evaluators.Single();
        basics.ShouldSatisfyAllConditions(
            () => (basics.Pass, basics.Fail, basics.Error, basics.Skipped).ShouldBe((400, 100, 0, 0)),
            () => basics.Checks!["output_not_empty"].ShouldBe(new CheckCounts(400, 100, 0, 0)),
            () => basics.Checks!["success"].ShouldBe(new CheckCounts(500, 0, 0, 0))
        );
        summary.ByPersona!.Keys.ShouldBe(["(none)", "novice"]);
        summary.ByPersona["novice"].Failed.ShouldBe(50);
        EvaluationReader
            .ReadRuns(experiment.Folder)
            .Select(run => run.TraceId)
            .ShouldBe(ExperimentReader.ReadTraces(experiment.Folder).Select(trace => trace.TraceId));
        EvaluationReader.ReadSummary(experiment.Folder)!.PassRate.ShouldBe(0.8);
        experiment
            .Line(4)
            .ShouldBe(
                """{"trace_id":"trace-0005","run_key":"input_0005/0","input_id":"input_0005","iteration":0,"persona":null,"success":true,"outcome":"success","passed":false,"score":0.5,"scores":[{"evaluator":"basics","type":"rule_based","status":"fail","value":0.5,"reason":"output_not_empty: the output is empty","details":{"checks":[{"check":"output_not_empty","status":"fail","reason":"the output is empty"},{"check":"success","status":"pass"}]}}]}"""
            );
    }

    [Fact]
    public async Task What_the_simulated_user_spoilt_is_counted_apart_and_not_judged()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            [Traces.Of(), Traces.Of(number: 2) with { Outcome = RunOutcome.SimulatorFault }]
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.ShouldBe(
            new TraceCounts
            {
                Total = 2,
                Passed = 1,
                SimulatorFaults = 1,
            }
        );
        summary.PassRate.ShouldBe(1);
        experiment.Line(1).ShouldEndWith(""" "passed":null,"score":null,"scores":[]}""".TrimStart());
    }

    [Fact]
    public async Task An_evaluator_that_cannot_judge_is_counted_with_its_reason_and_stops_nothing()
    {
        using EvaluatedExperiment experiment = new(
            """
            evaluators:
              - {name: basics, type: rule_based, rules: [success]}
              - {name: slow, type: rule_based, rules: [{check: regex, pattern: "^(a+)+$"}]}
            """,
            [Traces.Of(new string('a', 5000) + "!"), Traces.Of("aaa", 2)]
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Traces.ShouldBe(new TraceCounts { Total = 2, Passed = 2 });
        summary
            .Evaluators[1]
            .ShouldSatisfyAllConditions(
                () => summary.Evaluators[1].Error.ShouldBe(1),
                () => summary.Evaluators[1].Mean.ShouldBe(1)
            );
        summary.Errors.ShouldBe([new ErrorCount("slow", "regex: `^(a+)+$` took longer than 1 s; simplify it", 1)]);
        EvaluationReader.ReadRuns(experiment.Folder).First().Scores[1].Score.Value.ShouldBeNull();
    }

    [Fact]
    public async Task Evaluating_again_takes_the_place_of_the_former_evaluation_with_all_its_files()
    {
        using EvaluatedExperiment experiment = new(EvaluatedExperiment.Basics, [Traces.Of()]);
        await experiment.EvaluateAsync();
        string note = Path.Combine(experiment.EvaluationFolder, "note.txt");
        await File.WriteAllTextAsync(note, "of before", Token);

        await experiment.EvaluateAsync(experiment.Request(("evaluation.goal", "again", "--goal")));

        EvaluationReader.ReadSummary(experiment.Folder)!.Goal.ShouldBe("again");
        File.Exists(note).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(experiment.Folder, ".evaluation*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_evaluation_leaves_the_former_one()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            Enumerable.Range(1, 2000).Select(number => Traces.Of(number: number))
        );
        await experiment.EvaluateAsync(experiment.Request(("evaluation.goal", "first", "--goal")));
        using CancellationTokenSource cancel = new();
        await using PreparedEvaluation second = PreparedEvaluation.Create(experiment.Request(), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            second.RunAsync(new CancelsAtOnce(cancel), cancel.Token)
        );

        EvaluationReader.ReadSummary(experiment.Folder)!.Goal.ShouldBe("first");
        EvaluationReader.ReadRuns(experiment.Folder).Count().ShouldBe(2000);
        Directory.EnumerateFileSystemEntries(experiment.Folder, ".evaluation*").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_evaluation_cut_off_between_its_two_moves_brings_the_former_one_back()
    {
        using EvaluatedExperiment experiment = new(EvaluatedExperiment.Basics, [Traces.Of()]);
        await experiment.EvaluateAsync(experiment.Request(("evaluation.goal", "first", "--goal")));
        Directory.Move(experiment.EvaluationFolder, Path.Combine(experiment.Folder, EvaluationFiles.Replaced));
        Directory.CreateDirectory(Path.Combine(experiment.Folder, EvaluationFiles.Unfinished));

        using (EvaluationFolder.Begin(experiment.Folder))
        {
            EvaluationReader.ReadSummary(experiment.Folder)!.Goal.ShouldBe("first");
        }

        EvaluationReader.ReadSummary(experiment.Folder)!.Goal.ShouldBe("first");
    }

    [Fact]
    public async Task Two_evaluations_of_one_experiment_do_not_mix()
    {
        using EvaluatedExperiment experiment = new(EvaluatedExperiment.Basics, [Traces.Of()]);
        using EvaluationFolder other = EvaluationFolder.Begin(experiment.Folder);

        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => experiment.EvaluateAsync());

        refused.Message.ShouldEndWith("is being evaluated by another process; wait for it");
    }

    [Fact]
    public async Task Only_the_first_traces_are_looked_at_with_a_limit()
    {
        using EvaluatedExperiment experiment = new(
            EvaluatedExperiment.Basics,
            Enumerable.Range(1, 10).Select(number => Traces.Of(number: number))
        );

        EvaluationSummary summary = await experiment.EvaluateAsync(experiment.Request() with { Limit = 3 });

        summary.Traces.Total.ShouldBe(3);
        summary.PlannedRuns.ShouldBe(10);
    }

    [Fact]
    public async Task Without_saved_traces_the_summaries_are_judged()
    {
        using EvaluatedExperiment experiment = new(
            "evaluators: [{name: basics, type: rule_based, rules: [success, {check: tool_called, tools: a}]}]\n",
            [Traces.Of()]
        );
        File.Move(
            Path.Combine(experiment.Folder, ExperimentFiles.Traces),
            Path.Combine(experiment.Folder, ExperimentFiles.TraceSummary)
        );

        EvaluationSummary summary = await experiment.EvaluateAsync();

        summary.Evaluators[0].Checks!["tool_called"].ShouldBe(new CheckCounts(0, 0, 0, 1));
        summary.Traces.Passed.ShouldBe(1);
    }

    [Fact]
    public async Task Secrets_of_the_configuration_do_not_reach_the_files()
    {
        using EvaluatedExperiment experiment = new(
            "metadata: {key: \"${SHOP_API_KEY}\"}\nevaluators: [{name: b, type: rule_based, rules: [{check: equals, value: x}]}]\n",
            [Traces.Of("it is hunter2hunter2")]
        );
        experiment.Project.Environment["SHOP_API_KEY"] = "hunter2hunter2";

        await experiment.EvaluateAsync();

        experiment.Line(0).ShouldContain("`it is [redacted]` is not `x`");
    }

    [Fact]
    public async Task A_file_of_evaluators_alone_is_enough_where_it_is_named()
    {
        using EvaluatedExperiment experiment = new("", [Traces.Of()]);
        experiment.Project.Write(
            "checks/strict.yaml",
            "evaluators: [{name: strict, type: rule_based, rules: [equals, success]}]\n"
        );

        EvaluationRequest request = experiment.Request() with
        {
            Configuration = experiment.Project.Request() with { Config = "checks/strict.yaml" },
        };
        EvaluationSummary summary = await experiment.EvaluateAsync(request);

        summary.Evaluators.Single().Name.ShouldBe("strict");
    }

    [Fact]
    public async Task Where_the_project_names_no_evaluators_those_of_the_run_are_taken()
    {
        using EvaluatedExperiment experiment = new("", [Traces.Of()]);
        await File.WriteAllTextAsync(
            Path.Combine(experiment.Folder, ExperimentFiles.Config),
            "runner: {target: \"app.agent:run\"}\nevaluators: [{name: snapshot, type: rule_based, rules: [success]}]\n",
            Token
        );

        (await experiment.EvaluateAsync()).Evaluators.Single().Name.ShouldBe("snapshot");
        File.Delete(Path.Combine(experiment.Root, "configs/simulation.yaml"));
        (await experiment.EvaluateAsync()).Evaluators.Single().Name.ShouldBe("snapshot");
    }

    [Fact]
    public void Nothing_to_evaluate_by_is_said_with_an_example()
    {
        using EvaluatedExperiment experiment = new(
            "evaluators: [{name: a, type: rule_based, enabled: false, rules: [success]}]\n",
            [Traces.Of()]
        );

        EvaluationException refused = Should.Throw<EvaluationException>(() =>
            PreparedEvaluation.Create(experiment.Request(), TimeProvider.System)
        );

        refused.Message.ShouldContain(
            "add for example `evaluators: [{name: basics, type: rule_based, rules: [output_not_empty, success]}]`"
        );
    }

    [Fact]
    public void A_folder_that_is_no_experiment_is_refused()
    {
        using EvaluatedExperiment experiment = new(EvaluatedExperiment.Basics, [Traces.Of()]);

        Should
            .Throw<EvaluationException>(() =>
                PreparedEvaluation.Create(
                    experiment.Request() with
                    {
                        ExperimentFolder = "configs",
                    },
                    TimeProvider.System
                )
            )
            .Message.ShouldBe("`configs` is no experiment; name the folder of one");
    }

    [Fact]
    public async Task An_experiment_without_finished_runs_is_refused()
    {
        using EvaluatedExperiment experiment = new(EvaluatedExperiment.Basics, []);

        EvaluationException refused = await Should.ThrowAsync<EvaluationException>(() => experiment.EvaluateAsync());

        refused.Message.ShouldEndWith("has no finished runs to evaluate");
        Directory.Exists(experiment.EvaluationFolder).ShouldBeFalse();
    }

    [Fact]
    public void Weights_that_sum_to_nothing_are_a_mistake_of_the_configuration()
    {
        using EvaluatedExperiment experiment = new(
            "evaluators: [{name: a, type: rule_based, weight: 0, rules: [success]}]\n",
            [Traces.Of()]
        );

        Should
            .Throw<ConfigurationException>(() => PreparedEvaluation.Create(experiment.Request(), TimeProvider.System))
            .Message.ShouldContain("every `weight` is 0");
    }

    private sealed class CancelsAtOnce(CancellationTokenSource cancel) : IEvaluationObserver
    {
        public void OnProgress(EvaluationProgress progress) => cancel.Cancel();
    }
}
