using System.Text.RegularExpressions;

namespace Baton.Acceptance.Tests;

/// <summary>The recipes of <c>docs/guides/continuous-integration.md</c>, taken out of the page.</summary>
internal static partial class BuildRecipes
{
    // What needs the build server or a package feed: the tool is there already when its recipes are tried.
    private static readonly string[] OfTheServer = ["dotnet tool install ", "apt-get "];

    /// <summary>The code of the first block of a language.</summary>
    public static string Code(string language) => Blocks(language).First();

    /// <summary>The steps of a workflow of GitHub Actions that run something here.</summary>
    /// <param name="name">The workflow's name.</param>
    public static IReadOnlyList<BuildStep> Workflow(string name) =>
        [
            .. StepStart()
                .Split(Blocks("yml").Single(block => block.StartsWith($"name: {name}\n", StringComparison.Ordinal)))
                .Skip(1)
                .Select(step => new BuildStep(Value(step, "if") ?? "", Value(step, "run") ?? ""))
                .Where(step => step.Script.Length > 0 && !IsOfTheServer(step.Script)),
        ];

    /// <summary>The lines of the job of GitLab CI, those that come before it included.</summary>
    public static IReadOnlyList<string> GitLabScript() =>
        [
            .. Blocks("yml")
                .Single(block => block.StartsWith("rehearsal:", StringComparison.Ordinal))
                .Split('\n')
                .Where(line => line.StartsWith("    - ", StringComparison.Ordinal))
                .Select(line => line[6..])
                .Where(line => !IsOfTheServer(line)),
        ];

    private static bool IsOfTheServer(string script) =>
        OfTheServer.Any(start => script.StartsWith(start, StringComparison.Ordinal));

    private static IEnumerable<string> Blocks(string language) =>
        Block()
            .Matches(File.ReadAllText(Path.Combine(BatonTool.Repository, "docs/guides/continuous-integration.md")))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["body"].Value);

    private static string? Value(string step, string key) =>
        step.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith($"{key}: ", StringComparison.Ordinal))
            ?[(key.Length + 2)..];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("^      - ", RegexOptions.Multiline, 1000)]
    private static partial Regex StepStart();
}

/// <summary>A step of a workflow.</summary>
/// <param name="Condition">When it runs; empty while nothing failed.</param>
/// <param name="Script">What it runs.</param>
internal sealed record BuildStep(string Condition, string Script)
{
    /// <summary>Whether it runs for an event, after what came before.</summary>
    public bool Runs(string happened, bool hasFailed) =>
        (!hasFailed || Condition.Contains("always()", StringComparison.Ordinal))
        && (
            !Condition.Contains("github.event_name", StringComparison.Ordinal)
            || Condition.Contains($"github.event_name == '{happened}'", StringComparison.Ordinal)
        );
}
