using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

public sealed class ProgramTests
{
    private const string Agent =
        "import json\nimport sys\n\nfor line in sys.stdin:\n    print(json.dumps({\"type\": \"final\", \"output\": line}))\n";

    [Theory]
    [InlineData("", "python3")]
    [InlineData("[project]\nname = \"a\"\ndependencies = [\"httpx\"]\n", ".venv/bin/python")]
    [InlineData("[tool.poetry]\nname = \"a\"\n[tool.poetry.dependencies]\nhttpx = \"1\"\n", "poetry")]
    public void A_Python_program_runs_where_its_packages_are(string project, string program)
    {
        using Repository repository = new("agent.py", Agent);
        if (project.Length > 0)
        {
            repository.Write("pyproject.toml", project);
        }

        RepositoryAnalysis.Analyze(repository.Root).Patterns[0].Runner.ShouldContain($"- {program}\n");
    }
}
