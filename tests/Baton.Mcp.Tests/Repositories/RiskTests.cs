using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

public sealed class RiskTests
{
    [Fact]
    public void Risks_are_named_with_their_places_and_secrets_are_never_shown()
    {
        string key = "sk-" + string.Concat(Enumerable.Repeat("q7Zr", 10));
        using Repository repository = new(
            "requirements.txt",
            "torch\nrequests>=2\n",
            ".env",
            "OPENAI_API_KEY=abc\n",
            "agent.py",
            $"import os\nimport subprocess\nimport requests\nimport torch\n\nKEY = \"{key}\"\nmodel = torch.nn.Linear(1, 1).cuda()\nsubprocess.run([\"ls\"])\nrequests.get(\"http://x\")\neval(\"1\")\nname = input(\"who? \")\n"
        );

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        report
            .Risks.Select(risk => $"{risk.Kind} {risk.Place}")
            .ShouldBe([
                "code_execution agent.py:10",
                "env_file_not_ignored .env",
                "gpu agent.py:7",
                "interactive agent.py:11",
                "network agent.py:9",
                "no_lock_file requirements.txt",
                "secret_in_code agent.py:6",
                "shell agent.py:8",
            ]);
        System.Text.Json.JsonSerializer.Serialize(report).ShouldNotContain(key);
    }

    [Fact]
    public void Placeholders_locked_packages_and_ignored_files_are_no_risk()
    {
        using Repository repository = new(
            ".gitignore",
            ".env\n",
            ".env",
            "OPENAI_API_KEY=abc\n",
            "package.json",
            "{\"dependencies\":{\"express\":\"4\"}}",
            "package-lock.json",
            "{}",
            "agent.js",
            "const apiKey = \"your-api-key-goes-here\";\n// sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaexample\n"
        );

        RepositoryAnalysis.Analyze(repository.Root).Risks.ShouldBeEmpty();
    }
}
