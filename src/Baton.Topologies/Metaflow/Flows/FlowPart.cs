using Baton.Topologies.Definitions;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>The part of a flow that one topology is drawn into.</summary>
/// <param name="Graph">The flow.</param>
/// <param name="Path">What stands before the paths of the topology's steps; empty, or ends in <c>/</c>.</param>
/// <param name="Team">The topology's agents.</param>
internal sealed record FlowPart(FlowGraph Graph, string Path, Team Team)
{
    /// <summary>Draws a topology behind an open end.</summary>
    /// <returns>Where the flow goes on.</returns>
    public OpenEnd Draw(Topology topology, OpenEnd from) =>
        topology.Config switch
        {
            PipelineConfig config => PipelineFlow.Draw(config, this, from),
            EnsembleConfig config => EnsembleFlow.Draw(config, this, from),
            DebateConfig config => DebateFlow.Draw(config, this, from),
            CrosscheckConfig config => CrosscheckFlow.Draw(config, this, from),
            DelegationConfig => DelegationFlow.Draw(this, from),
            ChainConfig config => ChainFlow.Draw(config, this, from),
            CompoundConfig config => CompoundFlow.Draw(config, this, from),
            _ => throw new InvalidOperationException($"`{topology.Config.GetType().Name}` is no pattern"),
        };

    /// <summary>A part of this one.</summary>
    public FlowPart Inner(CompoundPart part)
    {
        string path = $"{Path}{part.Name}/";
        return this with { Path = path, Team = Team.Part(path, part.Topology, problems: []) };
    }

    /// <summary>Adds a step that asks the agent of a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="step">The step's path in the topology.</param>
    public FlowStep Ask(string slot, string step) =>
        Add(Name(step), $"Asks {Who(slot)}.").Do($"self.state = invoke_agent({Text(step)}, self.state)");

    /// <summary>Adds a step.</summary>
    public FlowStep Add(string name, string summary, bool isJoin = false) =>
        Graph.Add(Path + name, Path.Length == 0 ? summary : $"{Path.TrimEnd('/')}: {summary}", isJoin);

    /// <summary>A step that can split or choose: the last one, or a new one.</summary>
    public FlowStep Splitting(OpenEnd end, string name, string summary) => end.ForSplit(Graph, Path + name, summary);

    /// <summary>The agent of a slot, as people are told.</summary>
    public string Who(string slot) =>
        Team[slot].Agent.Name == slot ? $"the agent `{slot}`" : $"the agent `{Team[slot].Agent.Name}` as `{slot}`";

    /// <summary>A path in the execution as Python text.</summary>
    public string Text(string step) => PythonText.Of(Path + step);

    private static string Name(string step) => step.Replace('/', '_');
}
