using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Store;

/// <summary>What stores on disk keep to that memory has no use for.</summary>
public abstract class LateWritingContract<TBackend> : StoreContract<TBackend>
    where TBackend : StoreBackend, new()
{
    [Fact]
    public async Task A_store_for_the_exit_alone_writes_its_steps_when_the_execution_stops()
    {
        await using ITopologyStore late = Backend.Open(Durability.Exit);
        await late.Executions.CreateAsync(Execution("e1"), LeaseOf("one"), default);
        await late.Executions.AppendAsync("e1", "one", Step("a"));
        await late.Executions.AppendAsync("e1", "one", Step("b"));

        (await Store.Executions.ReadStepsAsync("e1", default)).ShouldBeEmpty();
        await late.Executions.EndAsync("e1", "one", new ExecutionEnd(ExecutionStatus.Paused, null, null, Noon));
        (await Store.Executions.ReadStepsAsync("e1", default)).Select(step => step.Path).ShouldBe(["a", "b"]);
    }
}
