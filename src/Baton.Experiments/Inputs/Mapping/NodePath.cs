using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Experiments.Inputs.Mapping;

/// <summary>Follows paths through what was written.</summary>
internal static class NodePath
{
    /// <summary>What steps lead to, or <see langword="null"/> where they lead nowhere.</summary>
    public static ConfigurationNode? Follow(ConfigurationNode? from, IEnumerable<PathSegment> steps)
    {
        ConfigurationNode? value = from;
        foreach (PathSegment step in steps)
        {
            value = value switch
            {
                ConfigurationMapping inner => inner[step.Key]?.Value,
                ConfigurationSequence list when step.Kind != PathSegmentKind.Key => list.Items.ElementAtOrDefault(
                    step.Index < 0 ? list.Items.Count + step.Index : step.Index
                ),
                _ => null,
            };
        }

        return value;
    }
}
