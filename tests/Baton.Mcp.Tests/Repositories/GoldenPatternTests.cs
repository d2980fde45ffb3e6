using System.Text;
using Baton.Mcp.Repositories;
using Baton.Mcp.Repositories.Patterns;
using Baton.Topologies.Definitions.Files;

namespace Baton.Mcp.Tests.Repositories;

public sealed class GoldenPatternTests
{
    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_found_in_a_small_repository_is_what_was_approved(string name)
    {
        using Repository repository = new(Samples.All[name]);

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        ApprovedText.ShouldBeApproved(Text(report), $"Repositories/{name}.txt");
    }

    [Theory]
    [InlineData("python", "python")]
    [InlineData("python-class", "python-class")]
    [InlineData("python-generator", "python-generator")]
    [InlineData("step-loop", "step-loop")]
    [InlineData("langgraph", "python")]
    [InlineData("pydantic-ai", "python")]
    [InlineData("openai-agents", "python")]
    [InlineData("google-adk", "python")]
    [InlineData("crewai", "python")]
    [InlineData("http-fastapi", "http")]
    [InlineData("http-flask", "http")]
    [InlineData("http-django", "http")]
    [InlineData("http-express", "http")]
    [InlineData("http-nest", "http")]
    [InlineData("http-next", "http")]
    [InlineData("http-spring", "http")]
    [InlineData("http-aspnet", "http")]
    [InlineData("http-gin", "http")]
    [InlineData("langgraph-js", "http")]
    [InlineData("mastra", "http")]
    [InlineData("websocket", "websocket")]
    [InlineData("websocket-node", "websocket")]
    [InlineData("openai-compatible", "openai-compatible")]
    [InlineData("a2a", "a2a")]
    [InlineData("acp", "acp")]
    [InlineData("process", "process")]
    [InlineData("command-line", "process")]
    [InlineData("command-line-go", "process")]
    [InlineData("dotnet", "dotnet")]
    [InlineData("dotnet-console", "dotnet")]
    [InlineData("queue", "queue")]
    [InlineData("topology", "topology")]
    [InlineData("mcp-server", "topology")]
    [InlineData("container", "container")]
    public void The_right_pattern_comes_first(string name, string pattern)
    {
        using Repository repository = new(Samples.All[name]);

        RepositoryAnalysis.Analyze(repository.Root).Patterns[0].Pattern.ShouldBe(pattern);
    }

    [Fact]
    public void Two_agents_side_by_side_may_be_one_composite()
    {
        using Repository repository = new(Samples.All["composite"]);

        RepositoryAnalysis.Analyze(repository.Root).Patterns.Select(found => found.Pattern).ShouldContain("composite");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_section_and_team_is_one_that_Baton_reads(string name)
    {
        using Repository repository = new(Samples.All[name]);

        foreach (PatternMatch match in RepositoryAnalysis.Analyze(repository.Root).Patterns)
        {
            RunnerSection.Check(match.Runner).ShouldBeEmpty(match.Runner);
            foreach (
                NewFile team in match.Files.Where(file => file.Path.EndsWith("team.yaml", StringComparison.Ordinal))
            )
            {
                TeamFile.Parse(team.Content).ShouldNotBeNull();
            }
        }
    }

    private static string Text(RepositoryReport report)
    {
        StringBuilder text = new();
        foreach (PatternMatch match in report.Patterns)
        {
            text.Append($"{match.Confidence:0.00} {match.Pattern} at {match.Place}\n");
            foreach (Reason reason in match.Reasons)
            {
                text.Append(
                    $"  {reason.Weight:+0.00;-0.00} {reason.Text}{(reason.Place is { } place ? $" ({place})" : "")}\n"
                );
            }

            text.Append(Indent(match.Runner));
            foreach (string need in match.Prerequisites)
            {
                text.Append($"  - {need}\n");
            }

            foreach (NewFile file in match.Files)
            {
                text.Append($"  {file.Path}:\n").Append(Indent(file.Content));
            }

            text.Append('\n');
        }

        text.Append("languages: ").AppendJoin(", ", report.Languages.Select(language => language.Name)).Append('\n');
        text.Append("package managers: ")
            .AppendJoin(
                ", ",
                report.PackageManagers.Select(manager =>
                    $"{manager.Name} ({manager.Place}{(manager.Locked ? ", locked" : "")})"
                )
            )
            .Append('\n');
        text.Append("frameworks: ")
            .AppendJoin(
                ", ",
                report.Frameworks.Select(framework => $"{framework.Name} {framework.Version} ({framework.Place})")
            )
            .Append('\n');
        text.Append("entry points: ")
            .AppendJoin(", ", report.EntryPoints.Select(entry => $"{entry.Kind} {entry.Name} ({entry.Place})"))
            .Append('\n');
        text.Append("agent functions: ")
            .AppendJoin(", ", report.AgentFunctions.Select(function => $"{function.Name} ({function.Place})"))
            .Append('\n');
        text.Append("risks: ")
            .AppendJoin(", ", report.Risks.Select(risk => $"{risk.Kind} ({risk.Place})"))
            .Append('\n');
        return text.ToString();
    }

    private static string Indent(string text) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"    {line}\n"));
}
