using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Configuration.Binding;

/// <summary>The settings of one section, as its options record declares them.</summary>
internal sealed class SettingsShape
{
    private static readonly ConcurrentDictionary<Type, SettingsShape> ByType = new();
    private readonly FrozenDictionary<string, Setting> _byKey;

    private SettingsShape(Type type)
    {
        NullabilityInfoContext nullability = new();
        Type = type;
        Settings =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property =>
                    property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                )
                .Select(property => Setting.Of(property, nullability)),
        ];
        _byKey = Settings.ToFrozenDictionary(setting => setting.Key, StringComparer.Ordinal);
    }

    /// <summary>The options record.</summary>
    public Type Type { get; }

    /// <summary>The settings in the order they are declared.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    public IEnumerable<string> Keys => Settings.Select(setting => setting.Key);

    public Setting? this[string key] => _byKey.GetValueOrDefault(key);

    public static SettingsShape Of(Type type) => ByType.GetOrAdd(type, static type => new SettingsShape(type));

    /// <summary>A section with every setting at its default.</summary>
    public object NewSection() => Activator.CreateInstance(Type)!;
}

/// <summary>One setting of a section.</summary>
/// <param name="Key">The key in files.</param>
/// <param name="Property">The property it sets.</param>
/// <param name="Type">What it takes.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Range">Its bounds, if any.</param>
internal sealed record Setting(
    string Key,
    PropertyInfo Property,
    SettingType Type,
    bool IsRequired,
    RangeAttribute? Range
)
{
    public static Setting Of(PropertyInfo property, NullabilityInfoContext nullability) =>
        new(
            property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
            property,
            SettingType.Of(nullability.Create(property)),
            property.IsDefined(typeof(RequiredMemberAttribute)),
            property.GetCustomAttribute<RangeAttribute>()
        );
}
