using Baton.Topologies;
using Baton.Topologies.Execution;
using Baton.Topologies.Postgres;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Tests;

// run|resume STORE SCENARIO LOG HANG_AT
// Plays a scenario as a process of its own. Every question is a line in LOG; in the step of that number the process hangs
// until it is sent a line.
string command = args[0];
Scenario scenario = Scenarios.All[args[2]];
int hangAt = int.Parse(args[4]);
int asked = 0;
Actors actors = new(scenario.Play)
{
    Before = async (question, cancellationToken) =>
    {
        int number = Interlocked.Increment(ref asked);
        await File.AppendAllTextAsync(args[3], $"{question.Step}\n", cancellationToken);
        if (number == hangAt)
        {
            Console.WriteLine("hanging");
            await Console.In.ReadLineAsync(cancellationToken);
        }
    },
};
try
{
    PostgresTopologyStore.Register();
    ITopologyStore store = TopologyStores.Open(args[1]);
    await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });
    TopologyRunResult result =
        command == "run"
            ? await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input)
            : await runner.ResumeAsync((await store.Executions.ListAsync(1, null, default))[0].Id);
    Console.WriteLine(result.Output?["output"]?.ToString() ?? result.Error);
    return result.Status == ExecutionStatus.Completed ? 0 : 1;
}
catch (TopologyException refused)
{
    Console.WriteLine(refused.Message);
    return 2;
}
