using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Baton.Configuration.Binding;

/// <summary>What a setting takes.</summary>
internal enum SettingKind
{
    Text,
    Boolean,
    WholeNumber,
    Number,
    Duration,
    Word,
    List,
    Dictionary,
    Section,
    Json,
    Parsed,
    SelfReading,
    AsWritten,
}

/// <summary>The type of a setting, sorted into the kinds the binder and the schema know.</summary>
/// <param name="Kind">What it takes.</param>
/// <param name="ClrType">The type without <see cref="Nullable{T}"/>.</param>
/// <param name="AcceptsNull">Whether the setting may be nothing.</param>
internal sealed record SettingType(SettingKind Kind, Type ClrType, bool AcceptsNull)
{
    private static readonly ConcurrentDictionary<Type, SettingType> ByType = new();

    /// <summary>What a list's items or a dictionary's values are.</summary>
    public SettingType? Element { get; private init; }

    /// <summary>The shape of a section.</summary>
    public SettingsShape Shape => SettingsShape.Of(ClrType);

    /// <summary>The type of a property, its nullability included.</summary>
    public static SettingType Of(NullabilityInfo info)
    {
        Type type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        SettingType plain = Of(type) with { AcceptsNull = info.WriteState == NullabilityState.Nullable };
        NullabilityInfo? element = info.ElementType is not null
            ? info.ElementType
            : info.GenericTypeArguments.LastOrDefault();
        return plain.Element is not null && element is not null ? plain with { Element = Of(element) } : plain;
    }

    /// <summary>The type itself.</summary>
    public static SettingType Of(Type type) => ByType.GetOrAdd(type, Make);

    private static SettingType Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) with { AcceptsNull = true };
        }

        if (ElementOf(type) is { } element)
        {
            return new SettingType(element.Kind, type, false) { Element = Of(element.Type) };
        }

        return new SettingType(KindOf(type), type, false);
    }

    private static (SettingKind Kind, Type Type)? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return (SettingKind.List, type.GetElementType()!);
        }

        Type? definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>))
        {
            return (SettingKind.List, type.GenericTypeArguments[0]);
        }

        return definition == typeof(IReadOnlyDictionary<,>) && type.GenericTypeArguments[0] == typeof(string)
            ? (SettingKind.Dictionary, type.GenericTypeArguments[1])
            : null;
    }

    private static SettingKind KindOf(Type type) =>
        Implements(type, typeof(IConfigurationReadable<>)) ? SettingKind.SelfReading
        : type.IsEnum ? SettingKind.Word
        : typeof(JsonNode).IsAssignableFrom(type) ? SettingKind.Json
        : typeof(ConfigurationNode).IsAssignableFrom(type) ? SettingKind.AsWritten
        : type == typeof(string) ? SettingKind.Text
        : type == typeof(bool) ? SettingKind.Boolean
        : type == typeof(TimeSpan) ? SettingKind.Duration
        : WholeNumbers.Knows(type) ? SettingKind.WholeNumber
        : type == typeof(double) || type == typeof(float) || type == typeof(decimal) ? SettingKind.Number
        : Implements(type, typeof(IParsable<>)) ? SettingKind.Parsed
        : type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
            ? SettingKind.Section
        : throw new NotSupportedException($"a setting cannot be of type {type}");

    private static bool Implements(Type type, Type openInterface) =>
        Array.Exists(
            type.GetInterfaces(),
            found =>
                found.IsGenericType
                && found.GetGenericTypeDefinition() == openInterface
                && found.GenericTypeArguments[0] == type
        );
}
