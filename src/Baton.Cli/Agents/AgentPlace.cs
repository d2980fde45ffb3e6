using System.CommandLine;
using Baton.Cli.Agents.Following;
using Baton.Cli.Chat;
using Baton.Targets.Topologies;
using Baton.Topologies;
using Baton.Topologies.Definitions;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Cli.Agents;

/// <summary>What a command brings to executions it runs. Whoever opens it disposes the store and the agents.</summary>
/// <param name="Session">Where it happens.</param>
/// <param name="Store">Where everything is kept.</param>
/// <param name="Agents">Makes the agents.</param>
/// <param name="Redaction">Takes secrets out of what is shown.</param>
/// <param name="Flows">How flows are run.</param>
internal sealed record AgentPlace(
    ToolSession Session,
    ITopologyStore Store,
    TargetAgents Agents,
    Redaction Redaction,
    FlowPlace Flows
)
{
    /// <summary>Opens it.</summary>
    /// <param name="session">Where it happens.</param>
    /// <param name="option">Says which store.</param>
    /// <param name="options">How the execution is run.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="concurrency">The most agents at work at once.</param>
    /// <param name="isNew">Whether something new is kept, so that a store is made where there is none.</param>
    public static AgentPlace Open(
        ToolSession session,
        StoreOption option,
        FollowOptions options,
        ParseResult parsed,
        int concurrency,
        bool isNew
    )
    {
        IReadOnlyDictionary<string, string> variables = AgentSources.Variables(session);
        Durability durability = Enum.Parse<Durability>(
            parsed.GetValue(options.Durability) ?? AgentWords.Durabilities[0],
            ignoreCase: true
        );
        return new AgentPlace(
            session,
            isNew
                ? StoreAccess.Open(option, parsed, session, durability)
                : StoreAccess.OpenForReading(option, parsed, session, durability),
            AgentSources.Create(session, variables, concurrency),
            Redaction.Of(variables),
            FlowPlace.Of(session, option, options, parsed)
        );
    }

    /// <summary>The same place, where the secrets of a team are not shown.</summary>
    public AgentPlace For(IEnumerable<AgentType> team) => this with { Redaction = TeamRedaction.Of(Session, team) };

    /// <summary>A runner; it leaves nothing behind that has to be disposed beside the store.</summary>
    /// <param name="type">The kind of runner.</param>
    /// <param name="concurrency">The most agents at work at once.</param>
    /// <param name="config">Limits and ways.</param>
    /// <param name="executionId">The execution it is for.</param>
    public TopologyRunner CreateRunner(string type, int concurrency, TopologyRunConfig config, string executionId)
    {
        RunnerPlace place = new()
        {
            Store = Store,
            Agents = Agents,
            Tools = AgentTools.Create(Session),
            TimeProvider = Session.Clock,
            Ids = _ => executionId,
        };
        return type switch
        {
            "local" => new LocalRunner(config, place),
            "async" => new AsyncRunner(concurrency, config, place),
            "metaflow" => Flows.CreateRunner(concurrency, config, place),
            _ => throw new TopologyException(
                $"The execution was run by `{type}`, which this command does not know; say which with `--runner`"
            ),
        };
    }

    /// <summary>An identifier for a new execution.</summary>
    public string NewExecutionId() => Guid.CreateVersion7(Session.Clock.GetUtcNow()).ToString("n");
}
