using Baton.Topologies;
using Baton.Topologies.Execution;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners;
using Baton.Topologies.Runners.Checks;
using Baton.Topologies.Store;
using Baton.Topologies.Tests;

// check FOLDER agents invoke: answers what a flow asks, with the agents of the runner checks.
if (args is ["check", string folder, "agents", "invoke"])
{
    await using RunnerPlace place = new() { Agents = new CheckAgents(folder) };
    FlowRequest request = FlowRequest.Read(await Console.In.ReadToEndAsync());
    FlowAnswer answer = await new FlowCalls(place).AnswerAsync(request, CancellationToken.None);
    Console.WriteLine(answer.ToJson());
    return 0;
}

// run|resume DATABASE SCENARIO LOG HANG_AT
// Plays a scenario as a process of its own. Every question is a line in LOG; the process hangs in the step of that number.
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
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    },
};
ITopologyStore store = TopologyStores.Open(args[1]);
await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });
try
{
    TopologyRunResult result =
        command == "run"
            ? await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input)
            : await runner.ResumeAsync((await store.Executions.ListAsync(1, null, default))[0].Id);
    Console.WriteLine(result.Output?["output"]);
    return result.Status == ExecutionStatus.Completed ? 0 : 1;
}
catch (TopologyException refused)
{
    Console.WriteLine(refused.Message);
    return 2;
}
