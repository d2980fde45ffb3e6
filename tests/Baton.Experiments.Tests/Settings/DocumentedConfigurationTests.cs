using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Baton.Experiments.Settings;
using Baton.Targets.Python.Replay;

namespace Baton.Experiments.Tests.Settings;

/// <summary>Every configuration shown in <c>docs/targets</c> and <c>docs/guides</c> is one that Baton reads.</summary>
public sealed partial class DocumentedConfigurationTests
{
    // What the shown sections of replay_args are about.
    private const string Recording = """
        {"kwargs": {"item": {"content": [{"text": "hi"}]}, "data": {"content": "hi"}}}
        """;

    public static TheoryData<string, int> EveryBlock()
    {
        TheoryData<string, int> blocks = [];
        foreach (string page in Pages())
        {
            int count = Blocks(page).Count(IsConfiguration);
            for (int number = 0; number < count; number++)
            {
                blocks.Add(Path.GetRelativePath(Docs(), page), number);
            }
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(EveryBlock))]
    public void A_configuration_of_the_docs_is_read_without_errors(string page, int number)
    {
        string yaml = Blocks(Path.Combine(Docs(), page)).Where(IsConfiguration).ElementAt(number);
        using ConfigurationProject project = new();
        foreach (Match variable in Variable().Matches(yaml))
        {
            project.Environment[variable.Groups[1].Value] = "value";
        }

        project.Write("recordings/args_recording.jsonl", Recording);
        bool hasRunner = yaml.StartsWith("runner:", StringComparison.Ordinal) || yaml.Contains("\nrunner:");
        project.WriteConfig(hasRunner ? yaml : ConfigurationProject.Runner + yaml);

        LoadedConfiguration loaded = project.Load();

        ArgumentReplay.Open(loaded.Replay);
        loaded.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Blocks_in_the_pages_of_targets_are_whole_configurations() =>
        Pages()
            .Where(page => page.Contains($"{Path.DirectorySeparatorChar}targets{Path.DirectorySeparatorChar}"))
            .SelectMany(page => Blocks(page).Select(block => (Page: Path.GetFileName(page), Block: block)))
            .Where(each => !IsConfiguration(each.Block) && !IsTeam(each.Block))
            .ShouldBeEmpty();

    // Files of inputs and of teams have forms of their own.
    private static bool IsConfiguration(string yaml) =>
        TopLevelKey().IsMatch(yaml) && !InputsKey().IsMatch(yaml) && !IsTeam(yaml);

    private static bool IsTeam(string yaml) => yaml.StartsWith("agents:", StringComparison.Ordinal);

    private static IEnumerable<string> Pages() =>
        new[] { "targets", "guides" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Docs(), folder), "*.md"))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Blocks(string page) =>
        Block().Matches(File.ReadAllText(page)).Select(block => block.Groups[1].Value);

    private static string Docs([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../docs"));

    [GeneratedRegex("^```yaml\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^(generated_)?inputs:")]
    private static partial Regex InputsKey();

    [GeneratedRegex("^[a-z_]+:", RegexOptions.Multiline)]
    private static partial Regex TopLevelKey();

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Variable();
}
