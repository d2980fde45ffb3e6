using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Configuration;
using Baton.Targets;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Writes <c>runner:</c> sections and reads them as Baton will.</summary>
internal static partial class RunnerSection
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
        ConfigurationNode? node = ConfigurationText.Parse(
            Source,
            Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        if (node is not ConfigurationMapping mapping || mapping["runner"] is not { } entry)
        {
            errors.Add(new ConfigurationPlace(Source), "runner", "there is no `runner:` section");
            return errors.Items;
        }

        ConfigurationBinder.Bind<RunnerOptions>(Filled(entry.Value, errors), "runner", errors);
        return errors.Items;
    }

    /// <summary>The tree with something plausible in place of every <c>${NAME}</c> that has no default.</summary>
    public static ConfigurationNode Filled(ConfigurationNode node, ConfigurationErrors errors)
    {
        string text = ConfigurationJson.ToJson(node)?.ToJsonString() ?? "";
        Dictionary<string, string> variables = Variable()
            .Matches(text)
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => "https://localhost/value", StringComparer.Ordinal);
        return EnvironmentSubstitution.Apply(node, variables, new SecretCollector(), errors);
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
