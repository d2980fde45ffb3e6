using System.Reflection;
using System.Text.Json;
using Baton.Configuration;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments.Settings;

/// <summary>Settings given as environment variables: <c>BATON_ITERATIONS</c>, <c>BATON_MULTI_TURN__MAX_TURNS</c>.</summary>
internal static class EnvironmentSettings
{
    private const string Prefix = "BATON_";

    /// <summary>Variables that are not settings.</summary>
    private static readonly string[] Reserved =
    [
        "BATON_APPROVE",
        "BATON_DB",
        "BATON_GUARDIAN",
        .. RecordingVariables.Switches,
        .. RecordingVariables.Files,
    ];

    private static readonly Dictionary<string, bool> IsSection = typeof(ExperimentSettings)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToDictionary(
            property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
            property => IsSectionType(property.PropertyType),
            StringComparer.Ordinal
        );

    private static readonly string[] TopLevelKeys = [.. IsSection.Keys.Concat(SettingSpellings.Others)];

    /// <summary>Reads the settings.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="warnings">Where to say that a variable is ignored although it looks like a setting.</param>
    /// <returns>The settings, or <see langword="null"/> when there are none.</returns>
    public static ConfigurationMapping? Read(IReadOnlyDictionary<string, string> variables, List<string> warnings)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || Reserved.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            string[] path = name[Prefix.Length..].ToLowerInvariant().Split("__");
            if (TopLevelKeys.Contains(path[0], StringComparer.Ordinal))
            {
                if (path.Length == 1 && IsSection.GetValueOrDefault(path[0]))
                {
                    warnings.Add(
                        $"{name} is ignored: `{path[0]}` is a section; its settings are written {name}__SETTING"
                    );
                }
                else
                {
                    settings.Add(name, value);
                }
            }
            else if (Suggestion.For(path[0], TopLevelKeys) is { } meant)
            {
                path[0] = meant;
                warnings.Add($"{name} is ignored: there is no such setting; did you mean {Prefix}{Variable(path)}?");
            }
        }

        return ConfigurationLayer.FromEnvironment(settings, TopLevelKeys) as ConfigurationMapping;
    }

    private static string Variable(string[] path) => string.Join("__", path).ToUpperInvariant();

    private static bool IsSectionType(Type type) =>
        type.Namespace?.StartsWith(nameof(Baton), StringComparison.Ordinal) == true
        && !type.IsEnum
        && !Array.Exists(
            type.GetInterfaces(),
            found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IConfigurationReadable<>)
        );
}
