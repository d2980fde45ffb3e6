using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Running;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class SampledEvaluatorTests
{
    [Fact]
    public async Task The_share_is_kept_and_the_same_traces_are_in_every_time()
    {
        HashSet<int> first = await SampleAsync(0.3, seed: 7);
        HashSet<int> again = await SampleAsync(0.3, seed: 7);

        first.ShouldBe(again);
        first.Count.ShouldBeInRange(2700, 3300);
        (await SampleAsync(0.3, seed: 8)).ShouldNotBe(first);
    }

    [Fact]
    public async Task What_is_in_at_a_rate_is_in_at_every_higher_one()
    {
        HashSet<int> tenth = await SampleAsync(0.1, seed: 1);
        HashSet<int> half = await SampleAsync(0.5, seed: 1);

        tenth.ShouldBeSubsetOf(half);
        (await SampleAsync(0, seed: 1)).ShouldBeEmpty();
        (await SampleAsync(1, seed: 1)).Count.ShouldBe(10_000);
    }

    private static async Task<HashSet<int>> SampleAsync(double rate, int seed)
    {
        SampledEvaluator sampled = new(new Content(), rate, seed);
        HashSet<int> inside = [];
        for (int number = 0; number < 10_000; number++)
        {
            Score score = await sampled.EvaluateAsync(
                Traces.Of(number: number).Expecting(),
                TestContext.Current.CancellationToken
            );
            if (score.Status == ScoreStatus.Pass)
            {
                inside.Add(number);
            }
        }

        return inside;
    }

    private sealed class Content : IEvaluator
    {
        public string Name => "content";

        public ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken) =>
            ValueTask.FromResult(
                new Score
                {
                    Evaluator = Name,
                    Status = ScoreStatus.Pass,
                    Value = 1,
                }
            );
    }
}
