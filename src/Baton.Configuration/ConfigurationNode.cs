using System.Globalization;

namespace Baton.Configuration;

/// <summary>A piece of configuration as it was written, with its place. Immutable.</summary>
/// <param name="Place">Where it begins.</param>
public abstract record ConfigurationNode(ConfigurationPlace Place);

/// <summary>Keys and their values, in the order they were written; keys are unique.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Entries">The entries.</param>
public sealed record ConfigurationMapping(ConfigurationPlace Place, IReadOnlyList<ConfigurationEntry> Entries)
    : ConfigurationNode(Place)
{
    /// <summary>The entry of a key, or <see langword="null"/>.</summary>
    public ConfigurationEntry? this[string key] =>
        Entries.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.Ordinal));

    /// <summary>Where a setting stands; for one that was not written, the innermost section around it that was.</summary>
    /// <param name="path">Its path of keys, for example <c>runner.http.url</c> or <c>personas[0].name</c>.</param>
    public ConfigurationPlace PlaceOf(string path)
    {
        ConfigurationNode section = this;
        ConfigurationPlace place = Place;
        foreach (string step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            ConfigurationEntry? entry = (section as ConfigurationMapping)?[step];
            ConfigurationNode? inner = entry?.Value ?? ItemOf(section, step);
            if (inner is null)
            {
                return section is ConfigurationMapping ? section.Place : place;
            }

            section = inner;
            place = entry?.KeyPlace ?? inner.Place;
        }

        return place;
    }

    private static ConfigurationNode? ItemOf(ConfigurationNode section, string step) =>
        section is ConfigurationSequence list
        && step is ['[', .. var digits, ']']
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? list.Items.ElementAtOrDefault(index)
            : null;
}

/// <summary>One key and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigurationEntry(string Key, ConfigurationPlace KeyPlace, ConfigurationNode Value);

/// <summary>A list.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Items">The items.</param>
public sealed record ConfigurationSequence(ConfigurationPlace Place, IReadOnlyList<ConfigurationNode> Items)
    : ConfigurationNode(Place);

/// <summary>A text, number, truth value or nothing.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Text">The value after <c>${NAME}</c> was replaced.</param>
/// <param name="Kind">What a plain scalar means in YAML 1.2's core schema; quoted ones are always text.</param>
public sealed record ConfigurationScalar(ConfigurationPlace Place, string Text, ScalarKind Kind)
    : ConfigurationNode(Place)
{
    /// <summary>The value as written, before <c>${NAME}</c> was replaced; the same as <see cref="Text"/> without one.</summary>
    public string Written { get; init; } = Text;

    /// <summary>Whether it was written without quotes, so that its text decides its kind.</summary>
    public bool IsPlain { get; init; }
}

/// <summary>What a scalar is.</summary>
public enum ScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or exponent.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>, <c>~</c> or nothing at all.</summary>
    Null,
}
