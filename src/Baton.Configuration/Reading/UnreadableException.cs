namespace Baton.Configuration.Reading;

/// <summary>Reading cannot go on after this; caught by the reader itself and turned into an error.</summary>
internal sealed class UnreadableException(ConfigurationPlace place, string message) : Exception(message)
{
    public ConfigurationPlace Place { get; } = place;
}
