using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary>Carries out <c>baton config show</c>.</summary>
internal static class SettingsTable
{
    private const int LongestValue = 70;

    /// <summary>Shows the settings.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ToolSession session, ConfigurationRequest request, bool json)
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(request);
        foreach (string warning in configuration.Warnings)
        {
            session.Error.WriteLine($"warning: {warning}");
        }

        ConfigurationOrigin[] settings = [.. Collect(configuration)];
        if (json)
        {
            JsonText.WriteArray(
                session.Out,
                settings,
                (writer, setting) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("key", setting.Key);
                    writer.WriteString("value", setting.Shown);
                    writer.WriteString("from", setting.Place.ToString());
                    writer.WriteEndObject();
                }
            );
            return ExitCodes.Ok;
        }

        session.Error.WriteLine($"{configuration.ConfigFile}");
        TextTable table = new();
        table.Add("SETTING", "VALUE", "FROM");
        foreach (ConfigurationOrigin setting in settings)
        {
            table.Add(setting.Key, OneLine.Of(setting.Shown, LongestValue), setting.Place.ToString());
        }

        table.Write(session.Out);
        return ExitCodes.Ok;
    }

    private static IEnumerable<ConfigurationOrigin> Collect(LoadedConfiguration configuration)
    {
        IReadOnlyList<ConfigurationOrigin> written = ConfigurationOrigins.Of(
            configuration.Tree,
            configuration.Redactor
        );
        HashSet<string> given = new(written.Select(setting => setting.Key), StringComparer.Ordinal);
        IEnumerable<ConfigurationOrigin> defaults = SettingCatalog
            .ValuesOf(configuration.Settings)
            .Where(setting => !given.Contains(setting.Path))
            .Select(setting => new ConfigurationOrigin(setting.Path, setting.Text, new ConfigurationPlace("default")));
        return written.Concat(defaults);
    }
}
