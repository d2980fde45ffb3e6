namespace Baton.Configuration.Reading;

/// <summary>Bounds no configuration that people write comes near.</summary>
internal static class ReadingLimits
{
    /// <summary>How deep values may be nested, aliases followed.</summary>
    public const int Depth = 64;

    /// <summary>How many values all aliases of a file may stand for together.</summary>
    public const int AliasedValues = 100_000;
}
