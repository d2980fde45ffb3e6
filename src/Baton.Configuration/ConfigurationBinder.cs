using Baton.Configuration.Binding;

namespace Baton.Configuration;

/// <summary>Makes options records from what was written.</summary>
/// <remarks>
/// Works on records with <c>init</c> properties; a property's key is its name in snake_case. A property may be text, a truth
/// value, a number, a <see cref="TimeSpan"/> (a <see cref="Duration"/>), an enum (a word in snake_case), a list, a dictionary
/// with text keys, a nested section, free-form JSON, an <see cref="IParsable{TSelf}"/> or an
/// <see cref="IConfigurationReadable{TSelf}"/>. Thread-safe.
/// </remarks>
public static class ConfigurationBinder
{
    /// <summary>Binds a whole tree. Everything wrong is found at once.</summary>
    /// <typeparam name="T">The options record.</typeparam>
    /// <param name="node">What was written.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The options, or <see langword="null"/> when something in them is wrong.</returns>
    public static T? Bind<T>(ConfigurationNode node, ConfigurationErrors errors)
        where T : class => Bind<T>(node, "", errors);

    /// <summary>Binds a part of a tree.</summary>
    /// <typeparam name="T">The options record.</typeparam>
    /// <param name="node">What was written.</param>
    /// <param name="key">The path of keys to the part, for errors; empty for the whole tree.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The options, or <see langword="null"/> when something in them is wrong.</returns>
    public static T? Bind<T>(ConfigurationNode node, string key, ConfigurationErrors errors)
        where T : class
    {
        SettingsShape shape = SettingsShape.Of(typeof(T));
        return (T?)new SectionBinder(shape, errors).BindSection(shape, node, key);
    }
}
