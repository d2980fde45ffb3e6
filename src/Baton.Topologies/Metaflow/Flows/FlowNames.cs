using Baton.Topologies.Definitions;

namespace Baton.Topologies.Metaflow.Flows;

/// <summary>What a topology's flow is called.</summary>
internal static class FlowNames
{
    /// <summary>Its file, for example <c>my_debate_flow.py</c>.</summary>
    public static string File(Topology topology) => $"{topology.Name.Replace('-', '_')}_flow.py";

    /// <summary>Its class, for example <c>MyDebateFlow</c>.</summary>
    public static string Class(Topology topology)
    {
        string name = string.Concat(
            topology
                .Name.Split('-', '_')
                .Where(word => word.Length > 0)
                .Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")
        );
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"Topology{name}Flow" : $"{name}Flow";
    }
}
