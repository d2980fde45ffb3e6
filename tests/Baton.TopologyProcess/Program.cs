using Baton.Agents;
using Baton.Topologies;
using Baton.Topologies.Execution;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Postgres;
using Baton.Topologies.Runners;
using Baton.Topologies.Runners.Checks;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;
using Baton.Topologies.Tests;
using Baton.TopologyProcess;

// check FOLDER [STORE] agents invoke: answers what a flow asks, with the agents of the runner checks.
if (args is ["check", string folder, .., "agents", "invoke"])
{
    await using RunnerPlace place = new()
    {
        Agents = new CheckAgents(folder),
        Store = args.Length == 5 ? TopologyStores.Open(args[2]) : new MemoryTopologyStore(),
    };
    FlowRequest request = FlowRequest.Read(await Console.In.ReadToEndAsync());
    FlowAnswer answer = await new FlowCalls(place).AnswerAsync(request, CancellationToken.None);
    Console.WriteLine(answer.ToJson());
    return 0;
}

// run|resume|approve|reject STORE SCENARIO LOG HANG_AT
// Plays a scenario as a process of its own, or decides as a person. Every question is a line in LOG; the process hangs in the
// step of that number, at -1 once a person was asked, at -2 when all is done, until it is sent a line.
string command = args[0];
Scenario scenario = Scenarios.Find(args[2]);
int hangAt = int.Parse(args[4]);
int asked = 0;
Actors actors = new(scenario.Play)
{
    Before = async (question, cancellationToken) =>
    {
        int number = Interlocked.Increment(ref asked);
        await File.AppendAllTextAsync(args[3], $"{question.Step}\n", cancellationToken);
        await HangAsync(number, cancellationToken);
    },
};
try
{
    PostgresTopologyStore.Register();
    ITopologyStore store = TopologyStores.Open(args[1]);
    if (command is "approve" or "reject")
    {
        await using (store)
        {
            await Person.DecideAsync(store, command == "approve");
            await HangAsync(-2);
            return 0;
        }
    }

    await using LocalRunner runner = new(place: new RunnerPlace { Store = store, Agents = actors });
    if (hangAt == -1)
    {
        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            await (happened is ObservationEvent { Kind: "approval" } ? HangAsync(-1) : Task.CompletedTask);
        }
    }

    TopologyRunResult result =
        command == "run"
            ? await runner.RunAsync(scenario.Topology, scenario.Agents, Scenario.Input)
            : await runner.ResumeAsync((await store.Executions.ListAsync(1, null, default))[0].Id);
    await HangAsync(-2);
    Console.WriteLine(result.Output?["output"]?.ToString() ?? result.Error);
    return result.Status switch
    {
        ExecutionStatus.Completed => 0,
        ExecutionStatus.Paused => 3,
        _ => 1,
    };
}
catch (TopologyException refused)
{
    Console.WriteLine(refused.Message);
    return 2;
}

async Task HangAsync(int at, CancellationToken cancellationToken = default)
{
    if (at == hangAt)
    {
        Console.WriteLine("hanging");
        await Console.In.ReadLineAsync(cancellationToken);
    }
}
