using System.CommandLine;
using Baton.Cli.Help;
using Baton.Cli.Interrupts;
using Baton.Targets.Topologies;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;
using Baton.Topologies.Store.Memory;

namespace Baton.Cli.Agents;

/// <summary><c>baton agents invoke</c>.</summary>
internal static class InvokeCommand
{
    /// <summary>Builds the command.</summary>
    public static DocumentedCommand Create(ToolSession session)
    {
        StoreOption store = new();
        DocumentedCommand command = new(
            "invoke",
            "Carry out one step of an execution: what generated flows call",
            new CommandNotes
            {
                Remarks =
                    "Reads one JSON object from standard input: the execution (topology, agents, input), the steps that "
                    + "ended, and the step to carry out. Replays the topology over those steps, carries the one out and "
                    + "writes what came of it and which steps come next, as JSON. A step that failed is an answer, too.",
                Groups = [new OptionGroup("Options", store.Database)],
                ExitCodes =
                [
                    new("0", "there is an answer"),
                    new("2", "the request is none, or the topology or the store cannot be used"),
                    new("130", "it was interrupted"),
                ],
            }
        );
        command.SetAction((parsed, _) => RunAsync(session, store, parsed));
        return command;
    }

    private static async Task<int> RunAsync(ToolSession session, StoreOption option, ParseResult parsed)
    {
        using Interruption interruption = session.Listen();
        FlowRequest request = FlowRequest.Read(await session.In.ReadToEndAsync(interruption.Asked));

        // Whoever follows a flow keeps its execution; a store is there for what agents remember.
        await using ITopologyStore store =
            request.Execution.IsFollowed && !option.IsGiven(parsed, session)
                ? new MemoryTopologyStore()
                : StoreAccess.Open(option, parsed, session);
        await using TargetAgents agents = AgentSources.Create(session, AgentSources.Variables(session), concurrency: 1);
        RunnerPlace place = new()
        {
            Store = store,
            Agents = agents,
            Tools = AgentTools.Create(session),
            TimeProvider = session.Clock,
        };
        FlowAnswer answer = await new FlowCalls(place).AnswerAsync(request, interruption.Asked);
        await session.Out.WriteLineAsync(answer.ToJson());
        return ExitCodes.Ok;
    }
}
