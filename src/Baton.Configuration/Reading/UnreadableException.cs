namespace Baton.Configuration.Reading;

/// <summary>Reading cannot go on after this; caught by the reader itself and turned into an error.</summary>
#pragma warning disable CA1064 // It never leaves the reader.
internal sealed class UnreadableException(ConfigurationPlace place, string message) : Exception(message)
#pragma warning restore CA1064
{
    public ConfigurationPlace Place { get; } = place;
}
