using Baton.Experiments.Planning;
using Baton.Experiments.Running;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Tests.Running;

[Collection(nameof(Alone))]
public sealed class MemoryTests : IDisposable
{
    private readonly ExperimentRig _rig = new();

    [Fact]
    public async Task Memory_does_not_grow_with_finished_runs()
    {
        FakePlan plan = new(200_000);
        ExperimentDefinition definition = _rig.Define(plan, new TrivialExecutor()) with { ParallelRuns = 16 };
        await _rig.RunAsync(new FakePlan(2000), new TrivialExecutor());
        long before = GC.GetTotalMemory(forceFullCollection: true);

        ExperimentResult result = await new ExperimentDriver(definition).RunAsync();

        result.Outcomes.Successful.ShouldBe(200_000);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(8 * 1024 * 1024);
        result.Summary!.ByInput.Count.ShouldBe(100);
        GC.KeepAlive(definition);
    }

    public void Dispose() => _rig.Dispose();

    private sealed class TrivialExecutor : IRunExecutor
    {
        public Task<RunRecord> ExecuteAsync(PlannedRun run, CancellationToken cancellationToken) =>
            Task.FromResult(Runs.Success(run));
    }
}
