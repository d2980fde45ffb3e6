using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;

namespace Baton.Topologies.Patterns;

/// <summary>How the agents of a topology work together.</summary>
internal abstract class TopologyPattern
{
    /// <summary>The pattern of a topology.</summary>
    public static TopologyPattern Of(Topology topology) =>
        topology.Config switch
        {
            PipelineConfig config => new Pipeline(config),
            EnsembleConfig config => new Ensemble(config),
            DebateConfig config => new Debate(config),
            CrosscheckConfig config => new Crosscheck(config),
            DelegationConfig config => new Delegation(config),
            ChainConfig config => new Chain(config),
            CompoundConfig config => new Compound(config),
            _ => throw new InvalidOperationException($"`{topology.Config.GetType().Name}` is no pattern"),
        };

    /// <summary>Says what is missing or out of range, before anything runs.</summary>
    public abstract void Check(Team team, Problems problems);

    /// <summary>Works.</summary>
    /// <returns>The output; its member <c>output</c> is the answer as text.</returns>
    /// <exception cref="TopologyException">It cannot come to an output.</exception>
    public abstract Task<JsonObject> RunAsync(TopologyScope scope, JsonObject input);

    /// <summary>An output record as JSON.</summary>
    protected static JsonObject ToJson<T>(T output) =>
        JsonSerializer.SerializeToNode(output, TopologyJson.Options)!.AsObject();
}
