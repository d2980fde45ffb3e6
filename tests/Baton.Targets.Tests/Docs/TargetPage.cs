using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Configuration;

namespace Baton.Targets.Tests.Docs;

/// <summary>A page of <c>docs/targets</c>: every configuration it shows can be read, and used by a test.</summary>
internal static partial class TargetPage
{
    /// <summary>The configurations of a page, in order.</summary>
    /// <param name="page">The file's name.</param>
    /// <param name="changes">Texts to put in the place of others: addresses, values from the environment.</param>
    public static IReadOnlyList<RunnerOptions> Configurations(string page, params (string Old, string New)[] changes)
    {
        string text = Text(page);
        foreach ((string old, string put) in changes)
        {
            text = text.Replace(old, put, StringComparison.Ordinal);
        }

        return [.. Blocks().Matches(text).Select(block => Read(block.Groups["yaml"].Value))];
    }

    /// <summary>The other YAML of a page that begins with a key, in order.</summary>
    public static IReadOnlyList<string> Yaml(string page, string key) =>
        [
            .. AllBlocks()
                .Matches(Text(page))
                .Select(block => block.Groups["yaml"].Value)
                .Where(yaml => yaml.StartsWith(key, StringComparison.Ordinal)),
        ];

    /// <summary>A page as it is.</summary>
    public static string Text(string page) => File.ReadAllText(Path.Combine(Root(), "docs", "targets", page));

    private static RunnerOptions Read(string yaml)
    {
        ConfigurationErrors errors = new();
        ConfigurationMapping root = ConfigurationText
            .Parse("page.yaml", Encoding.UTF8.GetBytes(yaml), ConfigurationFormat.Yaml, errors)
            .ShouldBeOfType<ConfigurationMapping>();
        RunnerOptions? options = ConfigurationBinder.Bind<RunnerOptions>(root["runner"]!.Value, "runner", errors);
        errors.Items.ShouldBeEmpty(yaml);
        return options.ShouldNotBeNull();
    }

    /// <summary>The repository.</summary>
    public static string Root([CallerFilePath] string callerFile = "")
    {
        DirectoryInfo? folder = new FileInfo(callerFile).Directory;
        while (folder?.EnumerateFiles("*.slnx").Any() == false)
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex("^```yaml\n(?<yaml>runner:.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex AllBlocks();
}
