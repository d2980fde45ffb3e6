using System.Text.Json.Nodes;
using Baton.Experiments.Planning;
using Baton.Experiments.Results.Statistics;
using Baton.Experiments.Tests.Running;
using Baton.Experiments.Traces;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Results.Statistics;

public sealed class StatisticsTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(long successes, long trials, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, trials)!;

        interval.Low.ShouldBe(low, 0.00005);
        interval.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void All_successes_leave_room_for_doubt_below()
    {
        WilsonInterval interval = WilsonInterval.Of(10, 10)!;

        interval.High.ShouldBe(1);
        interval.Low.ShouldBe(0.7225, 0.0001);
        WilsonInterval.Of(0, 0).ShouldBeNull();
    }

    // 1 - C(n-c,k)/C(n,k): of 5 runs with 2 successes, 10 pairs, 3 of them without one.
    [Theory]
    [InlineData(5, 2, 1, 0.4, 0.4)]
    [InlineData(5, 2, 2, 0.7, 0.1)]
    [InlineData(5, 2, 3, 0.9, 0.0)]
    [InlineData(10, 7, 5, 1.0, 0.083333)]
    [InlineData(200, 1, 100, 0.5, 0.0)]
    [InlineData(4, 0, 2, 0.0, 0.0)]
    [InlineData(4, 4, 4, 1.0, 1.0)]
    public void Pass_at_k_and_pass_hat_k_are_the_unbiased_estimates(
        int runs,
        int successes,
        int k,
        double any,
        double all
    )
    {
        PassAtK.Any(runs, successes, k).ShouldBe(any, 0.000001);
        PassAtK.All(runs, successes, k).ShouldBe(all, 0.000001);
    }

    [Fact]
    public void Percentiles_are_within_one_percent() =>
        Prop.ForAll<NonEmptyArray<PositiveInt>>(values =>
            {
                DurationHistogram histogram = new();
                double[] sorted = [.. values.Get.Select(value => value.Get * 1.7).Order()];
                foreach (double value in sorted)
                {
                    histogram.Add(value);
                }

                foreach (double share in (double[])[0.5, 0.9, 0.99])
                {
                    double exact = sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
                    histogram.Percentile(share)!.Value.ShouldBe(exact, exact * 0.0101 + 0.001);
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(0)]
    [InlineData(0.0005)]
    [InlineData(1e12)]
    public void Durations_beyond_all_buckets_stay_what_they_are(double duration)
    {
        DurationHistogram histogram = new();
        histogram.Add(duration);

        histogram.Percentile(0.5)!.Value.ShouldBe(duration, duration * 0.01 + 0.001);
        new DurationHistogram().Percentile(0.5).ShouldBeNull();
    }

    [Fact]
    public async Task A_summary_counts_simulator_faults_apart_and_leaves_them_out_of_rates()
    {
        FakeExecutor executor = new(
            (run, _) =>
                Task.FromResult(
                    (run.Index % 4) switch
                    {
                        0 or 1 => Runs.Success(run),
                        2 => Runs.Failure(run),
                        _ => Runs.Record(run, RunOutcome.SimulatorFault, new TraceError("supervisor", "gone")),
                    }
                )
        );

        ExperimentSummary summary = (await _rig.RunAsync(new FakePlan(10, 2, "a", "b"), executor)).Summary!;

        summary.TotalTraces.ShouldBe(40);
        summary.Successful.ShouldBe(20);
        summary.Failed.ShouldBe(10);
        summary.SimulatorFaults.ShouldBe(10);
        summary.SuccessRate!.Value.ShouldBe(2.0 / 3, 0.0001);
        summary.SuccessRateInterval!.Low.ShouldBeLessThan(summary.SuccessRate.Value);
        summary.ErrorKinds.ShouldBe(new Dictionary<string, long> { ["agent_error"] = 10, ["supervisor"] = 10 });
        summary.ByPersona["a"].SuccessRate.ShouldBe(1);
        summary.ByPersona["b"].SuccessRate.ShouldBe(0);
        summary.ByPersona["b"].SimulatorFaults.ShouldBe(10);
        summary.ByInput["i0"].Successful.ShouldBe(2);
        summary.ByInput.Count.ShouldBe(10);
        summary.ByInputNote.ShouldBeNull();
        summary.PassAtK!["2"].ShouldBe(1);
        summary.PassAtK!["1"].ShouldBe(0.5);
        summary.Tokens!.Agent.ShouldBe(new Experiments.Results.TokenCounts(120, 160, 280));
        summary.Tokens.Supervisor.ShouldBeNull();
        summary.Cost.ShouldBe(new SummaryCost(0.40m, Supervisor: null, 0.40m));
    }

    [Fact]
    public async Task Numbers_nobody_reported_are_absent_and_reported_zeros_stay()
    {
        FakeExecutor silent = new(
            (run, _) =>
            {
                RunRecord record = Runs.Success(run);
                RunTrace trace = record.Trace with { TokenUsage = null, Cost = null };
                return Task.FromResult(record with { Trace = run.Index == 3 ? trace with { Cost = 0 } : trace });
            }
        );

        string folder = (await _rig.RunAsync(new FakePlan(2, 2, "a", "b"), silent)).Folder!;

        JsonNode summary = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(folder, Experiments.Results.ExperimentFiles.Summary),
                TestContext.Current.CancellationToken
            )
        )!;
        summary["tokens"].ShouldBeNull();
        summary["cost"]!.ToJsonString().ShouldBe("""{"agent":0,"total":0}""");
        summary["by_persona"]!["a"]!["cost"].ShouldBeNull();
        summary["by_persona"]!["a"]!["tokens"].ShouldBeNull();
        summary["by_persona"]!["b"]!["cost"]!.GetValue<decimal>().ShouldBe(0);
    }

    [Fact]
    public async Task Beyond_a_thousand_inputs_the_worst_hundred_are_told()
    {
        FakeExecutor executor = new(
            (run, _) => Task.FromResult(run.Index % 40 == 39 ? Runs.Failure(run) : Runs.Success(run))
        );

        ExperimentSummary summary = (await _rig.RunAsync(new FakePlan(3000), executor)).Summary!;

        summary.ByInput.Count.ShouldBe(100);
        summary.ByInput.Take(75).ShouldAllBe(input => input.Value.SuccessRate == 0);
        summary.ByInput.Keys.First().ShouldBe("i39");
        summary.ByInput.Values.Skip(75).ShouldAllBe(input => input.SuccessRate == 1);
        summary.ByInputNote.ShouldBe("the 100 inputs with the lowest success rate of 3000");
    }

    [Fact]
    public void Only_inputs_under_way_are_held()
    {
        PlanTally tally = new(1);
        foreach (int i in Enumerable.Range(0, 5000))
        {
            PlannedRun run = new(
                i,
                $"k{i}",
                new Experiments.Inputs.ExperimentInput { Id = $"i{i}", Text = "t" },
                null,
                0
            );
            tally.Settle(tally.Enter(run), RunOutcome.Success);
        }

        PlanNumbers numbers = tally.Complete();

        numbers.InputCount.ShouldBe(5000);
        numbers.Inputs.Count.ShouldBe(100);
        numbers.AnyOfK.ShouldBeNull();
    }

    public void Dispose() => _rig.Dispose();
}
