using System.Text;
using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Targets;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Writes <c>runner:</c> sections and reads them as Baton will.</summary>
internal static class RunnerSection
{
    private const string Source = "runner";

    /// <summary>The section as YAML, with its key.</summary>
    public static string Write(JsonObject runner)
    {
        JsonObject whole = new() { ["runner"] = runner.DeepClone() };
        ConfigurationErrors errors = new();
        ConfigurationNode node = ConfigurationText.Parse(
            Source,
            Encoding.UTF8.GetBytes(whole.ToJsonString()),
            ConfigurationFormat.Json,
            errors
        )!;
        return ConfigurationWriter.ToYaml(node, SecretRedactor.None);
    }

    /// <summary>What Baton would say against a section; <c>${NAME}</c> in it is taken as given.</summary>
    /// <param name="yaml">The section with its key.</param>
    public static IReadOnlyList<ConfigurationError> Check(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationNode? node = ConfigurationText.Parse(Source, Encoding.UTF8.GetBytes(yaml), ConfigurationFormat.Yaml, errors);
        if (node is not ConfigurationMapping mapping || mapping["runner"] is not { } entry)
        {
            errors.Add(new ConfigurationPlace(Source), "runner", "there is no `runner:` section");
            return errors.Items;
        }

        ConfigurationBinder.Bind<RunnerOptions>(entry.Value, "runner", errors);
        return errors.Items;
    }
}
