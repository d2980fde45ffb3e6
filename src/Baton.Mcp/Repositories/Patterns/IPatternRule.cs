using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Finds ways of one kind to reach an agent. Stateless.</summary>
internal interface IPatternRule
{
    /// <summary>What it finds, in the order of the repository's files.</summary>
    IEnumerable<Candidate> Find(RepositoryFacts facts);
}
