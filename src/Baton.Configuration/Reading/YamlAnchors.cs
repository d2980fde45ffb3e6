namespace Baton.Configuration.Reading;

/// <summary>The anchors of one document. Bounds what aliases can blow a small file up to.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private long _aliasedValues;

    /// <summary>The node of an anchor begins.</summary>
    public void Open(string anchor)
    {
        _anchors.Remove(anchor);
        _open.Add(anchor);
    }

    /// <summary>The node of an anchor was read.</summary>
    public void Close(string anchor, ConfigurationNode node)
    {
        _open.Remove(anchor);
        (long size, int height) = Measure(node);
        _anchors[anchor] = new Anchored(node, size, height);
    }

    /// <summary>What an alias stands for.</summary>
    /// <exception cref="UnreadableException">There is no such anchor, it is not finished, or following it passes a bound.</exception>
    public ConfigurationNode Follow(string anchor, ConfigurationPlace place, int depth)
    {
        if (_open.Contains(anchor))
        {
            throw new UnreadableException(place, $"`*{anchor}` stands inside `&{anchor}` itself");
        }

        if (!_anchors.TryGetValue(anchor, out Anchored? anchored))
        {
            string hint = Suggestion.Hint(anchor, _anchors.Keys);
            throw new UnreadableException(place, $"`*{anchor}` has no `&{anchor}` before it{hint}");
        }

        _aliasedValues += anchored.Size;
        if (_aliasedValues > ReadingLimits.AliasedValues)
        {
            throw new UnreadableException(
                place,
                $"the aliases of this file stand for more than {ReadingLimits.AliasedValues:N0} values"
            );
        }

        if (depth + anchored.Height - 1 > ReadingLimits.Depth)
        {
            throw new UnreadableException(place, $"nested deeper than {ReadingLimits.Depth} levels");
        }

        return anchored.Node;
    }

    private static (long Size, int Height) Measure(ConfigurationNode node)
    {
        IEnumerable<ConfigurationNode> children = node switch
        {
            ConfigurationMapping mapping => mapping.Entries.Select(entry => entry.Value),
            ConfigurationSequence sequence => sequence.Items,
            _ => [],
        };
        long size = 1;
        int height = 0;
        foreach (ConfigurationNode child in children)
        {
            (long childSize, int childHeight) = Measure(child);
            size += childSize;
            height = Math.Max(height, childHeight);
        }

        return (size, height + 1);
    }

    private sealed record Anchored(ConfigurationNode Node, long Size, int Height);
}
