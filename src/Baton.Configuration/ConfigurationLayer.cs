using Baton.Configuration.Binding;
using Baton.Configuration.Reading;

namespace Baton.Configuration;

/// <summary>Makes small trees from single settings, to be merged over those of files.</summary>
public static class ConfigurationLayer
{
    private const string EnvironmentPrefix = "BATON_";

    /// <summary>The tree of one setting given outside files.</summary>
    /// <param name="path">The path of keys, for example <c>multi_turn.max_turns</c>.</param>
    /// <param name="value">The value as given; what it means is decided as for an unquoted value in YAML.</param>
    /// <param name="source">The option or variable it came from, shown in places.</param>
    /// <remarks>Where a list is wanted, <see cref="WithLists{TSettings}"/> makes one of the value.</remarks>
    public static ConfigurationNode FromSetting(string path, string value, string source)
    {
        ConfigurationPlace place = new(source);
        return Nest(path, new ConfigurationScalar(place, value, CoreSchema.KindOf(value)) { IsPlain = true });
    }

    /// <summary>The tree of one list given outside files.</summary>
    /// <param name="path">The path of keys.</param>
    /// <param name="values">The items, taken whole, commas and all.</param>
    /// <param name="source">The option or variable they came from.</param>
    public static ConfigurationNode FromSetting(string path, IEnumerable<string> values, string source)
    {
        ConfigurationPlace place = new(source);
        return Nest(
            path,
            new ConfigurationSequence(
                place,
                [
                    .. values.Select(value => new ConfigurationScalar(place, value, CoreSchema.KindOf(value))
                    {
                        IsPlain = true,
                    }),
                ]
            )
        );
    }

    /// <summary>
    /// The settings among environment variables: <c>BATON_MULTI_TURN__MAX_TURNS=5</c> is <c>multi_turn.max_turns</c>.
    /// </summary>
    /// <param name="variables">The environment.</param>
    /// <param name="topLevelKeys">The keys that may begin a setting; variables that begin otherwise are not ours.</param>
    /// <returns>The merged tree, or <see langword="null"/> when no setting is among them.</returns>
    public static ConfigurationNode? FromEnvironment(
        IReadOnlyDictionary<string, string> variables,
        IReadOnlyCollection<string> topLevelKeys
    )
    {
        ConfigurationNode? layer = null;
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            string path = name[EnvironmentPrefix.Length..]
                .ToLowerInvariant()
                .Replace("__", ".", StringComparison.Ordinal);
            if (topLevelKeys.Contains(path.Split('.')[0], StringComparer.Ordinal))
            {
                ConfigurationNode setting = FromSetting(path, value, name);
                layer = layer is null ? setting : ConfigurationMerge.Merge(layer, setting);
            }
        }

        return layer;
    }

    /// <summary>The layer with lists where lists are wanted: the parts of a value between commas, spaces around them dropped.</summary>
    /// <typeparam name="TSettings">The options record that the layer will be bound to.</typeparam>
    /// <param name="layer">Settings given outside files, each as one value.</param>
    public static ConfigurationMapping WithLists<TSettings>(ConfigurationMapping layer)
        where TSettings : class => WithLists(layer, SettingsShape.Of(typeof(TSettings)));

    private static ConfigurationMapping WithLists(ConfigurationMapping layer, SettingsShape shape) =>
        layer with
        {
            Entries =
            [
                .. layer.Entries.Select(entry => entry with { Value = WithLists(entry.Value, shape[entry.Key]?.Type) }),
            ],
        };

    private static ConfigurationNode WithLists(ConfigurationNode value, SettingType? wanted) =>
        (value, wanted?.Kind) switch
        {
            (ConfigurationMapping section, SettingKind.Section) => WithLists(section, wanted!.Shape),
            (ConfigurationScalar { Kind: not ScalarKind.Null } scalar, SettingKind.List) => Split(scalar),
            _ => value,
        };

    private static ConfigurationSequence Split(ConfigurationScalar scalar) =>
        new(
            scalar.Place,
            [
                .. scalar
                    .Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(part => new ConfigurationScalar(scalar.Place, part, CoreSchema.KindOf(part))
                    {
                        IsPlain = true,
                    }),
            ]
        );

    private static ConfigurationNode Nest(string path, ConfigurationNode value) =>
        path.Split('.')
            .Reverse()
            .Aggregate(
                value,
                (inner, key) => new ConfigurationMapping(value.Place, [new ConfigurationEntry(key, value.Place, inner)])
            );
}
