using System.Text.Json.Nodes;
using Baton.Experiments.Comparison;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Comparison;

public sealed class ExperimentComparerTests : IDisposable
{
    private readonly TempWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Runs_are_paired_by_input_persona_and_iteration()
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        foreach (string input in new[] { "a", "b", "c" })
        {
            foreach (string persona in new[] { "novice", "expert" })
            {
                first.Run(input, persona: persona).Run(input, persona: persona, iteration: 1);
                second.Run(input, success: input != "b", persona: persona);
            }
        }

        ExperimentComparison found = Compare(first, second.Run("d"));

        found.Pairing.Pairs.ShouldBe(6);
        found.Pairing.Inputs.ShouldBe(3);
        found.Pairing.FirstRunsAlone.ShouldBe(6, "their second iteration");
        found.Pairing.OnlySecond.Count.ShouldBe(1);
        found.Pairing.OnlySecond.Shown.ShouldHaveSingleItem().ShouldBe(new LoneInput("d", "question d"));
        MetricComparison rate = Metric(found, MetricNames.PassRate);
        rate.First.Value.ShouldBe(1);
        rate.Second.Value.ShouldBe(4.0 / 6, 1e-9);
        rate.Pairs.ShouldBe(6);
        rate.Inputs.ShouldBe(3);
        found.Personas.Select(persona => persona.Name).ShouldBe(["expert", "novice"]);
        found.Personas[0].Metrics[0].Second.Value.ShouldBe(2.0 / 3, 1e-9);
        found.Personas[0].Metrics[0].Test.ShouldNotBeNull();
    }

    [Fact]
    public void Flips_are_shown_in_both_directions_with_both_answers()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("a", answer: "yes").Run("b", success: false, answer: null).Run("c"),
            new WrittenExperiment().Run("b", answer: "now fine").Run("a", success: false, answer: "half").Run("c")
        );

        FlippedRun worse = found.Worse.Shown.ShouldHaveSingleItem();
        worse.RunKey.ShouldBe("a/-/0");
        worse.First.Output.ShouldBe("yes");
        worse.First.Reasons.ShouldBeEmpty();
        worse.Second.Output.ShouldBe("half");
        worse.Second.Reasons.ShouldBe(["exception: no luck with a"]);
        found.Better.Shown.ShouldHaveSingleItem().Second.Output.ShouldBe("now fine");
    }

    [Fact]
    public void All_flips_are_counted_and_only_some_are_shown()
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        for (int i = 0; i < 30; i++)
        {
            first.Run($"i{i:D2}");
            second.Run($"i{i:D2}", success: i >= 25);
        }

        ExperimentComparison found = Compare(first, second, request => request with { MaxFlips = 4 });

        found.Worse.Count.ShouldBe(25);
        found.Worse.Shown.Select(flip => flip.RunKey).ShouldBe(["i00/-/0", "i01/-/0", "i02/-/0", "i03/-/0"]);
        Metric(found, MetricNames.PassRate).Verdict.ShouldBe(Verdict.Worse);
    }

    [Fact]
    public void Inputs_whose_made_up_identifiers_shifted_are_found_by_what_they_say()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("input_0001", says: "hello").Run("input_0002", says: "bye"),
            new WrittenExperiment()
                .Run("input_0001", says: "new")
                .Run("input_0002", says: "hello")
                .Run("input_0003", says: "bye")
        );

        found.Pairing.Pairs.ShouldBe(2);
        found.Pairing.ByText.ShouldBe(2);
        found.Pairing.OnlyFirst.Count.ShouldBe(0);
        found.Pairing.OnlySecond.Shown.ShouldHaveSingleItem().Text.ShouldBe("new");
    }

    [Fact]
    public void An_input_that_says_something_else_is_compared_only_when_asked()
    {
        WrittenExperiment first = new WrittenExperiment().Run("a", says: "old words").Run("b");
        WrittenExperiment second = new WrittenExperiment().Run("a", says: "new words").Run("b");

        ExperimentComparison found = Compare(first, second);

        found.Pairing.Pairs.ShouldBe(1);
        found.Pairing.ChangedInputs.ShouldBe(1);
        found.Warnings.ShouldContain(warning => warning.Contains("`--match id`"));
        Compare(first, second, request => request with { Match = InputMatch.Id }).Pairing.Pairs.ShouldBe(2);
    }

    [Fact]
    public void Runs_the_supervisor_spoilt_are_left_out()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("a").Run("b"),
            new WrittenExperiment().Run("a").Run("b", success: false, outcome: "simulator_fault")
        );

        found.Second.SimulatorFaults.ShouldBe(1);
        found.Pairing.Pairs.ShouldBe(2);
        found.Pairing.RatedPairs.ShouldBe(1);
        Metric(found, MetricNames.PassRate).Second.Value.ShouldBe(1);
        found.Worse.Count.ShouldBe(0);
    }

    [Fact]
    public void Where_both_are_evaluated_the_evaluation_decides()
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        for (int i = 0; i < 8; i++)
        {
            first.Run($"i{i}").Judged(passed: true, ("polite", 0.9), ("only in a", 1));
            second.Run($"i{i}").Judged(passed: i > 0, ("polite", i == 0 ? 0.1 : 0.8));
        }

        ExperimentComparison found = Compare(first, second);

        found.IsJudged.ShouldBeTrue();
        Metric(found, MetricNames.PassRate).Second.Value.ShouldBe(7.0 / 8);
        MetricComparison polite = found.Evaluators.ShouldHaveSingleItem();
        polite.Name.ShouldBe("polite");
        polite.Difference.Value.ShouldBe((0.1 + 7 * 0.8) / 8 - 0.9, 1e-9);
        found.Worse.Shown.ShouldHaveSingleItem().Second.Reasons.ShouldBe(["polite: polite said so"]);
        found.Warnings.ShouldContain(warning => warning.Contains("`only in a`"));
    }

    [Fact]
    public void An_evaluation_from_before_the_last_runs_is_told()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment { EvaluatedAt = "2026-01-02T03:04:30Z" }
                .Run("a")
                .Judged(passed: true, ("polite", 1)),
            new WrittenExperiment().Run("a").Judged(passed: true, ("polite", 1))
        );

        found
            .Warnings.Where(warning => warning.Contains("after its evaluation"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("runs of A were carried out after its evaluation");
    }

    [Fact]
    public void One_evaluation_alone_decides_nothing()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("a").Judged(passed: false, ("polite", 0)).Run("b"),
            new WrittenExperiment().Run("a").Run("b")
        );

        found.IsJudged.ShouldBeFalse();
        Metric(found, MetricNames.PassRate).First.Value.ShouldBe(1);
        found.Warnings.ShouldContain(warning => warning.Contains("only A is evaluated"));
    }

    [Fact]
    public void Damaged_lines_of_an_evaluation_are_passed_over()
    {
        string first = new WrittenExperiment().Run("a").Judged(passed: true, ("x", 1)).Write(_workspace, "a");
        string second = new WrittenExperiment().Run("a").Judged(passed: false, ("x", 0)).Write(_workspace, "b");
        File.AppendAllText(
            Path.Combine(second, "evaluation/per_trace.jsonl"),
            "{\"run_key\":\"a/-/0\",\"scores\":[{\n[1]\n{}\n"
        );

        ExperimentComparison found = ExperimentComparer.Compare(
            new ComparisonRequest { First = first, Second = second }
        );

        Metric(found, MetricNames.PassRate).Second.Value.ShouldBe(0);
    }

    [Fact]
    public void Numbers_only_one_side_reports_are_not_compared()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("a", tokens: 10, cost: 0.1m).Run("b", tokens: 20, cost: 0.2m),
            new WrittenExperiment().Run("a", tokens: 30).Run("b")
        );

        MetricComparison tokens = Metric(found, MetricNames.Tokens);
        tokens.Pairs.ShouldBe(1);
        tokens.Difference.Value.ShouldBe(20);
        found.Metrics.ShouldNotContain(metric => metric.Name == MetricNames.Cost);
        found.Metrics.ShouldNotContain(metric => metric.Name == MetricNames.Turns);
    }

    [Fact]
    public void Repetitions_give_pass_at_k_and_pass_hat_k()
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        foreach (string input in new[] { "a", "b" })
        {
            for (int iteration = 0; iteration < 5; iteration++)
            {
                first.Run(input, success: iteration < 2, iteration: iteration);
                second.Run(input, iteration: iteration);
            }
        }

        ExperimentComparison found = Compare(first, second);

        MetricComparison any = found.PassAtK.Single(step => step.Name == "pass@2");
        MetricComparison all = found.PassAtK.Single(step => step.Name == "pass^2");
        any.First.Value.ShouldBe(0.7, 1e-9, "1 - C(3, 2) / C(5, 2)");
        all.First.Value.ShouldBe(0.1, 1e-9, "C(2, 2) / C(5, 2)");
        any.Second.Value.ShouldBe(1);
        all.Difference.Interval.ShouldNotBeNull();
        found.PassAtK.ShouldNotContain(step => step.Name == "pass@8");
    }

    [Fact]
    public void What_differs_beside_the_results_is_flagged()
    {
        WrittenExperiment first = new()
        {
            Config = new JsonObject
            {
                ["name"] = "a",
                ["multi_turn"] = new JsonObject { ["max_turns"] = 8 },
            },
        };
        WrittenExperiment second = new()
        {
            Config = new JsonObject
            {
                ["name"] = "b",
                ["multi_turn"] = new JsonObject { ["max_turns"] = 12 },
            },
        };
        first.Run("a").Identity("user_model", "openai:gpt-4o-mini").Identity("seed", 1);
        second
            .Run("a")
            .Identity("user_model", "openai:gpt-4o")
            .Identity("dataset_hash", "e")
            .Identity("prompt_version", "v2");

        ExperimentComparison found = Compare(first, second);

        found
            .Differences.Select(difference => difference.What)
            .ShouldBe(["user_model", "prompt_version", "seed", "dataset"]);
        found.Differences[0].Second.ShouldBe("openai:gpt-4o");
        found.Settings.ShouldHaveSingleItem().ShouldBe(new SettingDifference("multi_turn.max_turns", "8", "12"));
    }

    [Fact]
    public void Too_few_inputs_to_show_anything_are_said_to_be()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment().Run("a").Run("b").Run("b", iteration: 1),
            new WrittenExperiment().Run("a").Run("b").Run("b", iteration: 1)
        );

        found.Warnings.ShouldContain(warning =>
            warning.Contains("the least possible p-value is 0.5") && warning.Contains("--unit run")
        );
    }

    [Fact]
    public void An_unfinished_experiment_is_said_to_be()
    {
        ExperimentComparison found = Compare(
            new WrittenExperiment { Planned = 10 }.Run("a"),
            new WrittenExperiment().Run("a")
        );

        found.Warnings.ShouldContain("A is unfinished: 1 of 10 runs");
        found.First.Planned.ShouldBe(10);
    }

    [Fact]
    public void Nothing_in_common_is_no_pair()
    {
        ExperimentComparison found = Compare(new WrittenExperiment().Run("a"), new WrittenExperiment().Run("b"));

        found.Pairing.Pairs.ShouldBe(0);
        found.Metrics.ShouldBeEmpty();
        found.Personas.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.01, true)]
    [InlineData(0.25, false)]
    public void The_gate_wants_significance_and_size(double minEffect, bool isRegression)
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        for (int i = 0; i < 60; i++)
        {
            first.Run($"i{i}", durationMs: 100 + i);
            second.Run($"i{i}", success: i >= 12, durationMs: 130 + i);
        }

        ExperimentComparison found = Compare(first, second);
        RegressionGate gate = new()
        {
            Metrics = [MetricNames.PassRate, MetricNames.LatencyMean],
            MinEffects = new Dictionary<string, double> { [MetricNames.PassRate] = minEffect },
        };

        IReadOnlyList<GateResult> decided = gate.Decide(found);

        decided[0].Metric.Difference.Value.ShouldBe(-0.2, 1e-9);
        decided[0].Metric.Verdict.ShouldBe(Verdict.Worse);
        decided[0].IsRegression.ShouldBe(isRegression);
        decided[1].IsRegression.ShouldBeTrue("30 ms more are over 5 %");
        decided[1].Metric.AdjustedPValue!.Value.ShouldBeLessThanOrEqualTo(2 * decided[1].Metric.PValue!.Value);
    }

    [Fact]
    public void Getting_better_is_no_regression()
    {
        WrittenExperiment first = new();
        WrittenExperiment second = new();
        for (int i = 0; i < 40; i++)
        {
            first.Run($"i{i}", success: i >= 15);
            second.Run($"i{i}");
        }

        new RegressionGate().Decide(Compare(first, second)).ShouldHaveSingleItem().IsRegression.ShouldBeFalse();
    }

    private static MetricComparison Metric(ExperimentComparison comparison, string name) =>
        comparison.Metrics.Single(metric => metric.Name == name);

    private ExperimentComparison Compare(
        WrittenExperiment first,
        WrittenExperiment second,
        Func<ComparisonRequest, ComparisonRequest>? change = null
    )
    {
        ComparisonRequest request = new()
        {
            First = first.Write(_workspace, "first"),
            Second = second.Write(_workspace, "second"),
        };
        return ExperimentComparer.Compare(change?.Invoke(request) ?? request);
    }
}
