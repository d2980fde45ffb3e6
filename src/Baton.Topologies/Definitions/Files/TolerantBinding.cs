using Baton.Configuration;

namespace Baton.Topologies.Definitions.Files;

/// <summary>Binds what can be bound, so that one mistake in a section hides none of the others.</summary>
internal static class TolerantBinding
{
    /// <summary>Binds a section; settings with an error have their defaults.</summary>
    /// <param name="mapping">The section.</param>
    /// <param name="key">Its path of keys.</param>
    /// <param name="errors">Where to say what is wrong.</param>
    /// <returns>The section; <see langword="null"/> when what it requires is missing or wrong.</returns>
    public static T? Bind<T>(ConfigurationMapping mapping, string key, ConfigurationErrors errors)
        where T : class
    {
        int before = errors.Items.Count;
        if (ConfigurationBinder.Bind<T>(mapping, key, errors) is { } whole)
        {
            return whole;
        }

        string[] broken = [.. errors.Items.Skip(before).Select(error => error.Key)];
        ConfigurationMapping rest = mapping with
        {
            Entries = [.. mapping.Entries.Where(entry => !Array.Exists(broken, path => IsAt(path, key, entry.Key)))],
        };
        return ConfigurationBinder.Bind<T>(rest, key, new ConfigurationErrors());
    }

    /// <summary>The section as keys and values; anything else is an error.</summary>
    public static ConfigurationMapping? Mapping(
        ConfigurationNode? node,
        string key,
        string example,
        ConfigurationErrors errors
    )
    {
        if (node is null or ConfigurationMapping or ConfigurationScalar { Kind: ScalarKind.Null })
        {
            return node as ConfigurationMapping;
        }

        errors.Add(node.Place, key, $"expected keys and values, for example `{example}`");
        return null;
    }

    private static bool IsAt(string path, string section, string setting)
    {
        string start = section.Length == 0 ? setting : $"{section}.{setting}";
        return path.StartsWith(start, StringComparison.Ordinal)
            && (path.Length == start.Length || path[start.Length] is '.' or '[');
    }
}
