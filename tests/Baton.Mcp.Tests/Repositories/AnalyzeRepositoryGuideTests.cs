using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

public sealed class AnalyzeRepositoryGuideTests
{
    [Fact]
    public void The_code_of_the_guide_is_this_code() =>
        Snippets.ShouldBeIn("docs/guides/analyze-repository.md", "tests/Baton.Mcp.Tests/Repositories");

    [Fact]
    public void What_the_guide_shows_works()
    {
        using Repository made = new(Samples.All["http-fastapi"]);
        string repository = made.Root;

        // snippet: analyze-repository
        RepositoryReport report = RepositoryAnalysis.Analyze(repository);
        PatternMatch best = report.Patterns[0]; // best.Pattern, best.Confidence, best.Reasons, best.Runner

        IntegrationGuide guide = IntegrationSteps.Generate("http", repository);
        EditPlan plan = EditPlan.Propose(repository);
        IReadOnlyList<EditProblem> problems = EditPlan.Validate(plan, repository); // empty: it fits
        // end snippet

        best.Pattern.ShouldBe("http");
        guide.Steps.ShouldNotBeEmpty();
        problems.ShouldBeEmpty();
    }
}
