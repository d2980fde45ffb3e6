using Baton.Mcp.Repositories;
using Baton.Mcp.Repositories.Integration;
using Baton.Mcp.Repositories.Patterns;

namespace Baton.Mcp.Tests.Repositories;

public sealed class IntegrationStepsTests
{
    public static TheoryData<string> Patterns => [.. IntegrationSteps.Patterns];

    [Fact]
    public void There_are_steps_for_every_page_of_the_targets()
    {
        string folder = Path.Combine(SourceFolder(), "docs", "targets");

        IntegrationSteps
            .Patterns.Order(StringComparer.Ordinal)
            .ShouldBe(
                Directory
                    .EnumerateFiles(folder, "*.md")
                    .Select(file => Path.GetFileNameWithoutExtension(file))
                    // What becomes of a run whose agent breaks is no way to reach one.
                    .Where(page => page != "faults")
                    .Order(StringComparer.Ordinal)
            );
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_general_checklist_ends_in_a_rehearsal_and_its_section_is_valid(string pattern)
    {
        IntegrationGuide guide = IntegrationSteps.Generate(pattern);

        guide.Page.ShouldBe($"docs/targets/{pattern}.md");
        guide.Steps.ShouldAllBe(step => step.Check.Length > 0 && step.Instruction.Length > 0);
        guide.Steps[^1].Command.ShouldBe("baton run experiment --yes");
        RunnerSection.Check(PatternGuide.All.Single(known => known.Name == pattern).Runner).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FastAPI", "http")]
    [InlineData("fastapi", "http")]
    [InlineData("LangGraph", "python")]
    [InlineData("NestJS", "http")]
    [InlineData("Semantic Kernel", "dotnet")]
    [InlineData("MCP", "mcp")]
    [InlineData("A2A", "a2a")]
    [InlineData("Gin", "http")]
    [InlineData("Spring AI", "http")]
    public void A_framework_leads_to_its_usual_pattern(string framework, string pattern) =>
        IntegrationSteps.Generate(framework).Pattern.ShouldBe(pattern);

    [Fact]
    public void Every_framework_leads_to_a_pattern()
    {
        foreach (string framework in IntegrationSteps.Frameworks)
        {
            IntegrationSteps.Patterns.ShouldContain(IntegrationSteps.Generate(framework).Pattern);
        }
    }

    [Fact]
    public void In_a_repository_the_steps_are_its_own()
    {
        using Repository repository = new(Samples.All["http-fastapi"]);

        IntegrationGuide guide = IntegrationSteps.Generate("http", repository.Root);

        guide.Agent!.File.ShouldBe("app/routers/chat.py");
        guide.Steps.ShouldContain(step => step.Command == "python -m app.main");
        guide
            .Steps.SelectMany(step => step.Files)
            .Single(file => file.Path == "baton/configs/simulation.yaml")
            .Content.ShouldContain("http://localhost:8123/api/v1/chat");
    }

    [Fact]
    public void A_word_that_means_nothing_gets_a_suggestion() =>
        Should
            .Throw<RepositoryException>(() => IntegrationSteps.Generate("websockt"))
            .Message.ShouldContain("did you mean `websocket`");

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        DirectoryInfo? folder = new FileInfo(file).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Baton.slnx")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
