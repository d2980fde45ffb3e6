using System.Text.Json.Nodes;

namespace Baton.Configuration;

/// <summary>A type that reads itself from configuration where the general rules do not fit.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IConfigurationReadable<TSelf>
    where TSelf : IConfigurationReadable<TSelf>
{
    /// <summary>What an editor should accept, as JSON Schema.</summary>
    static abstract JsonObject Schema { get; }

    /// <summary>Reads the value.</summary>
    /// <param name="node">What was written.</param>
    /// <param name="key">The path of keys, for errors.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The value, or <see langword="null"/> when an error was added.</returns>
    static abstract TSelf? Read(ConfigurationNode node, string key, ConfigurationErrors errors);
}
