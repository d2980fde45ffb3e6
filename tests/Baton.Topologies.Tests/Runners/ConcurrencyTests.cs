using System.Threading.Channels;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Topologies.Tests.Runners;

/// <summary>How many agents are at work, over random topologies: never more than allowed, and as many as there is work for.</summary>
public sealed class ConcurrencyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_most_at_once_is_never_passed_and_always_reached_when_there_is_work()
    {
        Gen<(Work, int, int)> games =
            from work in Works(depth: 3)
            from most in Gen.Choose(1, 6)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select (work, most, seed);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(
                games.ToArbitrary(),
                game => PlayAsync(game.Item1, game.Item2, game.Item3).GetAwaiter().GetResult()
            )
        );
    }

    private static Gen<Work> Works(int depth)
    {
        Gen<Work> line = Gen.Choose(1, 4).Select(count => (Work)new Line(count));
        Gen<Work> crowd = Gen.Choose(1, 7).Select(count => (Work)new Crowd(count));
        return depth == 0
            ? Gen.OneOf(line, crowd)
            : Gen.OneOf(
                line,
                crowd,
                from parts in Works(depth - 1).ListOf(3)
                from atOnce in ArbMap.Default.GeneratorFor<bool>()
                select (Work)new Whole([.. parts], atOnce)
            );
    }

    // Agents end one by one, in an order made up; before each end, as many must be at work as there is work for.
    private static async Task PlayAsync(Work work, int most, int seed)
    {
        Channel<string> begun = Channel.CreateUnbounded<string>();
        Dictionary<string, TaskCompletionSource> ends = work.Steps("")
            .ToDictionary(
                step => step,
                _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
                StringComparer.Ordinal
            );
        Actors actors = new(_ => "done")
        {
            Before = async (asked, token) =>
            {
                begun.Writer.TryWrite(asked.Step);
                await ends[asked.Step].Task.WaitAsync(token);
            },
        };
        await using AsyncRunner runner = new(most, place: new RunnerPlace { Agents = actors });
        Task<TopologyRunResult> running = runner.RunAsync(
            Scenarios.Of("random", work.Config),
            Actors.In([.. ends.Keys]),
            Scenario.Input
        );
        Random random = new(seed);
        HashSet<string> done = new(StringComparer.Ordinal);
        List<string> atWork = [];
        while (work.Ready("", done).ToArray() is { Length: > 0 } ready)
        {
            while (atWork.Count < Math.Min(most, ready.Length))
            {
                string step = await begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                ready.ShouldContain(step);
                atWork.Add(step);
            }

            string end = atWork[random.Next(atWork.Count)];
            atWork.Remove(end);
            done.Add(end);
            ends[end].SetResult();
        }

        TopologyRunResult result = await running.WaitAsync(Patience);
        result.Error.ShouldBeNull();
        result.Status.ShouldBe(ExecutionStatus.Completed);
        actors.Asked.Count.ShouldBe(ends.Count);
        actors.MostAtWork.ShouldBeLessThanOrEqualTo(most);
    }

    /// <summary>A random topology, and a model of which of its steps can be done.</summary>
    private abstract record Work
    {
        public abstract TopologyConfig Config { get; }

        /// <summary>All steps.</summary>
        public abstract IEnumerable<string> Steps(string path);

        /// <summary>Those under way or able to begin.</summary>
        public abstract IEnumerable<string> Ready(string path, HashSet<string> done);
    }

    /// <summary>One after the other.</summary>
    private sealed record Line(int Count) : Work
    {
        public override TopologyConfig Config => new PipelineConfig();

        public override IEnumerable<string> Steps(string path) =>
            Enumerable.Range(0, Count).Select(number => $"{path}s{number}");

        public override IEnumerable<string> Ready(string path, HashSet<string> done) =>
            Steps(path).Where(step => !done.Contains(step)).Take(1);
    }

    /// <summary>All at once.</summary>
    private sealed record Crowd(int Count) : Work
    {
        public override TopologyConfig Config => new EnsembleConfig { AggregationMethod = AggregationMethod.Concat };

        public override IEnumerable<string> Steps(string path) =>
            Enumerable.Range(0, Count).Select(number => $"{path}e{number}");

        public override IEnumerable<string> Ready(string path, HashSet<string> done) =>
            Steps(path).Where(step => !done.Contains(step));
    }

    /// <summary>Parts, at once or one after the other.</summary>
    private sealed record Whole(IReadOnlyList<Work> Parts, bool AtOnce) : Work
    {
        public override TopologyConfig Config =>
            new CompoundConfig
            {
                CompositionType = AtOnce ? CompositionType.Parallel : CompositionType.Sequential,
                SubTopologies =
                [
                    .. Parts.Select(
                        (part, number) =>
                            new CompoundPart { Name = $"p{number}", Topology = Scenarios.Of($"p{number}", part.Config) }
                    ),
                ],
            };

        public override IEnumerable<string> Steps(string path) =>
            Parts.SelectMany((part, number) => part.Steps($"{path}p{number}/"));

        public override IEnumerable<string> Ready(string path, HashSet<string> done)
        {
            IEnumerable<string>[] ready = [.. Parts.Select((part, number) => part.Ready($"{path}p{number}/", done))];
            return AtOnce ? ready.SelectMany(each => each) : ready.FirstOrDefault(each => each.Any()) ?? [];
        }
    }
}
