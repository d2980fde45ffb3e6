using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Teams of agents that Baton runs itself.</summary>
internal sealed class TopologyPattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (string path in facts.Teams)
        {
            Candidate candidate = new("topology", new CodePlace(path, 0));
            candidate.For(0.95, "the file describes agents and a topology of Baton", candidate.Place);
            candidate.Runner["topology"] = new JsonObject { ["file"] = BatonFolder.From(path) };
            BatonFolder.WriteGuards(candidate.Runner);
            yield return candidate;
        }
    }
}
