using System.Text;
using Baton.Configuration;

namespace Baton.Targets.Tests;

/// <summary>Reads sections as a configuration file holds them.</summary>
internal static class Sections
{
    /// <summary>Reads a section; what is wrong with it is added to the errors.</summary>
    public static T? Read<T>(string yaml, ConfigurationErrors errors)
        where T : class
    {
        ConfigurationNode section = ConfigurationText
            .Parse("f.yaml", Encoding.UTF8.GetBytes(yaml), ConfigurationFormat.Yaml, errors)
            .ShouldNotBeNull();
        return ConfigurationBinder.Bind<T>(section, "runner.kind", errors);
    }

    /// <summary>Fails unless reading a section gives the one error that is expected, or none where no message is.</summary>
    public static void Check<T>(string yaml, string key, string message)
        where T : class
    {
        ConfigurationErrors errors = new();
        Read<T>(yaml, errors);
        if (message.Length == 0)
        {
            errors.Items.ShouldBeEmpty();
            return;
        }

        ConfigurationError error = errors.Items.ShouldHaveSingleItem();
        error.Key.ShouldBe(key.Length == 0 ? "runner.kind" : $"runner.kind.{key}");
        error.Message.ShouldContain(message);
    }
}
