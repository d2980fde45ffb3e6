using Baton.Configuration;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Store;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Checks the <c>target:</c> section of an agent, which topologies themselves do not look into.</summary>
/// <param name="section">The section.</param>
/// <param name="key">Its path of keys.</param>
/// <param name="errors">Where to say what is wrong.</param>
public delegate void TargetCheck(ConfigurationNode section, string key, ConfigurationErrors errors);

/// <summary>What a team file is read with. Immutable.</summary>
public sealed record TeamReading
{
    /// <summary>The path in error messages. Default: the path that is read.</summary>
    public string? ShownAs { get; init; }

    /// <summary>Agents the file may name without describing them. Default: none.</summary>
    public IReadOnlyList<AgentType> Agents { get; init; } = [];

    /// <summary>Topologies that compounds of the file may name. Default: none.</summary>
    public IReadOnlyList<Topology> Topologies { get; init; } = [];

    /// <summary>The capabilities that act. Default: those that come with Baton.</summary>
    public CapabilityRegistry Capabilities { get; init; } = CapabilityRegistry.Default;

    /// <summary>Checks <c>target:</c> sections. Default: they are taken as they are.</summary>
    public TargetCheck? CheckTarget { get; init; }

    /// <summary>What is kept in a catalog may be named in the file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<TeamReading> WithAsync(ICatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return this with
        {
            Agents = await catalog.ListAgentsAsync(role: null, cancellationToken).ConfigureAwait(false),
            Topologies = await catalog.ListTopologiesAsync(cancellationToken).ConfigureAwait(false),
        };
    }
}
