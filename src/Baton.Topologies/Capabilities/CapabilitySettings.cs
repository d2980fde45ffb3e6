using System.Text;
using System.Text.Json.Nodes;
using Baton.Configuration;

namespace Baton.Topologies.Capabilities;

/// <summary>Reads settings as strictly as configuration files: everything that is wrong at once, with suggestions.</summary>
internal static class CapabilitySettings
{
    /// <summary>The settings, or <see langword="null"/> when something in them is wrong.</summary>
    public static T? Read<T>(string capability, JsonObject? settings, List<string> problems)
        where T : class, new()
    {
        if (settings is null)
        {
            return new T();
        }

        ConfigurationErrors errors = new();
        ConfigurationNode? node = ConfigurationText.Parse(
            capability,
            Encoding.UTF8.GetBytes(settings.ToJsonString()),
            ConfigurationFormat.Json,
            errors
        );
        T? read = node is null ? null : ConfigurationBinder.Bind<T>(node, capability, errors);
        problems.AddRange(errors.Items.Select(error => $"`{error.Key}` {error.Message}"));
        return errors.IsEmpty ? read : null;
    }
}
