using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Reads a team; everything wrong with it is found at once.</summary>
internal sealed class TeamReader(TeamReading reading, ConfigurationErrors errors)
{
    private const string Agents = "agents";
    private const string Main = "topology";
    private const string Others = "topologies";

    /// <summary>The team, or <see langword="null"/> when nothing could be read.</summary>
    public TeamFile? Read(ConfigurationNode root)
    {
        if (root is not ConfigurationMapping file)
        {
            errors.Add(root.Place, "", "a team is keys and values: `agents:` and below it agents, then `topology:`");
            return null;
        }

        ConfigurationBinder.Bind<TeamSection>(file, errors);
        AgentReader agents = new(reading, errors);
        agents.Read(file[Agents]?.Value, Agents);
        TopologyReader topologies = new(reading, agents, errors);
        topologies.AddMain(file[Main]?.Value, Main);
        topologies.AddOthers(file[Others]?.Value, Others);
        IReadOnlyList<Topology> described = topologies.ReadAll();
        return new TeamFile
        {
            Agents = agents.Described,
            Topologies = described,
            Borrowed = agents.Borrowed(described),
            HasMain = topologies.HasMain,
        };
    }
}
