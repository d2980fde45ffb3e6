using System.Text;
using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Agents and topologies as they are written in one file; see <c>docs/formats/team.md</c>. Immutable.</summary>
public sealed record TeamFile
{
    /// <summary>The agents it describes, in their order.</summary>
    public IReadOnlyList<AgentType> Agents { get; init; } = [];

    /// <summary>The topologies it describes, the one under <c>topology:</c> first, then those of <c>topologies:</c>.</summary>
    public IReadOnlyList<Topology> Topologies { get; init; } = [];

    /// <summary>Agents that topologies of the file name and that are described elsewhere.</summary>
    public IReadOnlyList<AgentType> Borrowed { get; init; } = [];

    /// <summary>Whether the first topology stands under <c>topology:</c> and is meant when none is named.</summary>
    public bool HasMain { get; init; }

    /// <summary>Reads a file: YAML, or JSON by its extension.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">What it may refer to. Default: nothing outside of it.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is named, each with its place.</exception>
    public static TeamFile Read(string path, TeamReading? reading = null)
    {
        reading ??= new TeamReading();
        ConfigurationErrors errors = new();
        ConfigurationNode? root = ConfigurationFile.Read(path, reading.ShownAs ?? path, errors);
        return Make(root, reading, errors);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="reading">What it may refer to. Default: nothing outside of it.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is named, each with its place.</exception>
    public static TeamFile Parse(string yaml, TeamReading? reading = null)
    {
        reading ??= new TeamReading();
        ConfigurationErrors errors = new();
        ConfigurationNode? root = ConfigurationText.Parse(
            reading.ShownAs ?? "team.yaml",
            Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        return Make(root, reading, errors);
    }

    /// <summary>Writes it as YAML that reads back as the same team; settings at their defaults are left out.</summary>
    /// <remarks>
    /// Values under keys named like secrets are masked. A target's <c>${NAME}</c> is no secret and stays as it was written.
    /// </remarks>
    public string Write() => TeamWriter.Write(this);

    /// <summary>A topology with its agents, ready to run.</summary>
    /// <param name="name">
    /// The topology. Default: the one under <c>topology:</c>, or the only one of <c>topologies:</c>.
    /// </param>
    /// <exception cref="TopologyException">There is no such topology, or none is meant.</exception>
    public AssembledTeam Assemble(string? name = null)
    {
        Topology topology = Choose(name);
        Dictionary<string, AgentType> known = new(StringComparer.Ordinal);
        foreach (AgentType agent in Borrowed.Concat(Agents))
        {
            known[agent.Name] = agent;
        }

        HashSet<string> named = [.. TeamMembers.AgentsOf(topology)];
        return new AssembledTeam(
            topology,
            known.Where(agent => named.Contains(agent.Key)).ToDictionary(StringComparer.Ordinal)
        );
    }

    private static TeamFile Make(ConfigurationNode? root, TeamReading reading, ConfigurationErrors errors)
    {
        TeamFile? team = root is null ? null : new TeamReader(reading, errors).Read(root);
        errors.ThrowIfAny();
        return team!;
    }

    private Topology Choose(string? name)
    {
        if (name is null && Topologies.Count > 0 && (HasMain || Topologies.Count == 1))
        {
            return Topologies[0];
        }

        string there = string.Join(", ", Topologies.Select(topology => $"`{topology.Name}`"));
        return name is null
            ? throw new TopologyException(
                Topologies.Count == 0
                    ? "The file holds no topology; write one under `topology:`"
                    : $"The file holds several topologies; name one of {there}"
            )
            : Topologies.FirstOrDefault(topology => topology.Name == name)
                ?? throw new TopologyException(
                    $"The file holds no topology `{name}`; there is {(there.Length == 0 ? "none" : there)}"
                        + Suggestion.Hint(name, Topologies.Select(topology => topology.Name))
                );
    }
}
