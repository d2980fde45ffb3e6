using System.Text.Json.Nodes;
using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary>Carries out <c>baton config show</c>.</summary>
internal static class SettingsTable
{
    private const int LongestValue = 100;

    /// <summary>Shows the settings.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ToolSession session, ConfigurationRequest request, bool json)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(request);
        foreach (string warning in configuration.Warnings)
        {
            session.Error.WriteLine($"warning: {warning}");
        }

        ShownSetting[] settings = [.. Collect(configuration)];
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                settings,
                (writer, setting) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("key", setting.Key);
                    writer.WritePropertyName("value");
                    if (setting.Value is { } value)
                    {
                        value.WriteTo(writer);
                    }
                    else
                    {
                        writer.WriteNullValue();
                    }

                    writer.WriteString("from", setting.From);
                    writer.WriteEndObject();
                }
            );
            return ExitCodes.Ok;
        }

        session.Error.WriteLine($"{configuration.ConfigFile}");
        TextTable table = new();
        table.Add("SETTING", "VALUE", "FROM");
        foreach (ShownSetting setting in settings)
        {
            table.Add(setting.Key, OneLine.Of(setting.Value?.ToString() ?? "null", LongestValue), setting.From);
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static IEnumerable<ShownSetting> Collect(LoadedConfiguration configuration)
    {
        ShownSetting[] written = [.. Walk(configuration.Tree, "", configuration.Redactor)];
        HashSet<string> given = new(written.Select(setting => setting.Key), StringComparer.Ordinal);
        IEnumerable<ShownSetting> defaults = SettingCatalog
            .ValuesOf(configuration.Settings)
            .Where(setting => !given.Contains(setting.Path))
            .Select(setting => new ShownSetting(setting.Path, JsonValue.Create(setting.Text), "default"));
        return written.Concat(defaults);
    }

    private static IEnumerable<ShownSetting> Walk(ConfigurationNode node, string key, SecretRedactor redactor) =>
        node switch
        {
            ConfigurationMapping mapping => mapping.Entries.SelectMany(entry =>
                Walk(entry.Value, key.Length == 0 ? entry.Key : $"{key}.{entry.Key}", redactor)
            ),
            ConfigurationSequence { Items.Count: > 0 } sequence => sequence.Items.SelectMany(
                (item, index) => Walk(item, $"{key}[{index}]", redactor)
            ),
            ConfigurationScalar scalar => [new ShownSetting(key, Redact(scalar, redactor), scalar.Place.ToString())],
            _ => [new ShownSetting(key, new JsonArray(), node.Place.ToString())],
        };

    private static JsonNode? Redact(ConfigurationScalar scalar, SecretRedactor redactor)
    {
        string redacted = redactor.Redact(scalar.Text);
        return string.Equals(redacted, scalar.Text, StringComparison.Ordinal)
            ? ConfigurationJson.ToJson(scalar)
            : JsonValue.Create(redacted);
    }

    private sealed record ShownSetting(string Key, JsonNode? Value, string From);
}
