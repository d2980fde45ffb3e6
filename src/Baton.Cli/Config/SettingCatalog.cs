using System.Collections;
using System.Reflection;
using System.Text.Json;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary>Every setting that is one value, in the order they are declared.</summary>
internal static class SettingCatalog
{
    /// <summary>The settings with the values they have in some settings, sections that are absent left out.</summary>
    public static IEnumerable<SettingValue> ValuesOf(ExperimentSettings settings) => Walk(settings, "");

    /// <summary>The paths of all settings, those of sections that are absent by default included.</summary>
    public static IEnumerable<string> Paths() => Walk(typeof(ExperimentSettings), "", []);

    private static IEnumerable<SettingValue> Walk(object section, string prefix)
    {
        foreach ((string path, PropertyInfo property) in Properties(section.GetType(), prefix))
        {
            object? value = property.GetValue(section);
            if (value is not null && IsSection(value.GetType()))
            {
                foreach (SettingValue inner in Walk(value, path))
                {
                    yield return inner;
                }
            }
            else if (TextOf(value) is { } text)
            {
                yield return new SettingValue(path, text);
            }
        }
    }

    private static IEnumerable<string> Walk(Type section, string prefix, IReadOnlyList<Type> outer)
    {
        foreach ((string path, PropertyInfo property) in Properties(section, prefix))
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            bool isList = type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);
            if (!IsSection(type))
            {
                if (!isList || type.GenericTypeArguments is [{ } item] && item == typeof(string))
                {
                    yield return path;
                }
            }
            else if (!outer.Contains(type))
            {
                foreach (string inner in Walk(type, path, [.. outer, section]))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<(string Path, PropertyInfo Property)> Properties(Type section, string prefix) =>
        section
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property =>
            {
                string key = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
                return (prefix.Length == 0 ? key : $"{prefix}.{key}", property);
            });

    // A section is an options record; a type that is read from one text, such as a size or a path, is a value.
    private static bool IsSection(Type type) =>
        type.Namespace?.StartsWith("Baton.", StringComparison.Ordinal) == true
        && !type.IsEnum
        && !type.GetInterfaces()
            .Any(found =>
                found.IsGenericType
                && (
                    found.GetGenericTypeDefinition() == typeof(IParsable<>)
                    || found.GetGenericTypeDefinition() == typeof(Configuration.IConfigurationReadable<>)
                )
            );

    private static string? TextOf(object? value) =>
        value switch
        {
            null => null,
            bool truth => truth ? "true" : "false",
            TimeSpan time => $"{time.TotalSeconds:0.###}s",
            Enum word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
            string text => text,
            IFormattable number => number.ToString(),
            _ => null,
        };
}

/// <summary>One setting and its value.</summary>
/// <param name="Path">The path of keys, for example <c>multi_turn.max_turns</c>.</param>
/// <param name="Text">The value.</param>
internal sealed record SettingValue(string Path, string Text);
