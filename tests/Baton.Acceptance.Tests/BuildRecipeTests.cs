using System.Xml.Linq;

namespace Baton.Acceptance.Tests;

/// <summary>The recipes of the guide to continuous integration pass and fail as it says, on the project that <c>baton init</c> makes.</summary>
[Trait("Needs", "python")]
public sealed class BuildRecipeTests : IDisposable
{
    private const string BadAgent = "def run(input):\n    return 'I would rather not say.'\n";
    private readonly TempWorkspace _workspace = new();

    private string Summary => _workspace.PathOf("step-summary.md");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_package_that_recipes_install_is_the_one_that_is_packed() =>
        File.ReadAllText(Path.Combine(BatonTool.Repository, "src/Baton.Cli/Baton.Cli.csproj"))
            .ShouldContain("<ToolCommandName>baton</ToolCommandName>");

    [Fact]
    public async Task GitHub_passes_a_good_agent_and_shows_the_report()
    {
        string project = await ProjectAsync();

        (int exitCode, string said) = await RunWorkflowAsync("rehearsal", project, "pull_request");

        exitCode.ShouldBe(0, said);
        (await File.ReadAllTextAsync(Summary)).ShouldContain("# Evaluation of pr");
        XDocument.Load(Path.Combine(project, "rehearsal.xml")).Root!.Name.LocalName.ShouldBe("testsuites");
    }

    [Fact]
    public async Task GitHub_fails_an_agent_whose_answers_are_wrong()
    {
        string project = await ProjectAsync();
        await File.WriteAllTextAsync(Path.Combine(project, "agent.py"), BadAgent);

        (int exitCode, string said) = await RunWorkflowAsync("rehearsal", project, "pull_request");

        exitCode.ShouldBe(1, said);
        said.ShouldContain("error: the pass rate 0 % is under 90 %");
        (await File.ReadAllTextAsync(Summary)).ShouldContain("I would rather not say.");
    }

    [Fact]
    public async Task GitHub_tells_of_a_wrong_configuration_once()
    {
        string project = await ProjectAsync();
        await File.AppendAllTextAsync(Path.Combine(project, "configs/simulation.yaml"), "iteration: 3\n");

        (int exitCode, string said) = await RunWorkflowAsync("rehearsal", project, "pull_request");

        exitCode.ShouldBe(2, said);
        said.ShouldContain("iteration: unknown key; did you mean `iterations`?");
        said.ShouldContain("no report");
    }

    [Fact]
    public async Task GitHub_holds_a_pull_request_against_the_main_branch()
    {
        using SamplesTests.Copy samples = new("samples/regression");
        string project = Path.Combine(samples.Root, "samples/regression");
        (await GuideCommands.TypeAsync(project, "baton generate inputs")).ExitCode.ShouldBe(0);

        (int pushed, string main) = await RunWorkflowAsync("regression", project, "push");
        (int same, string unchanged) = await RunWorkflowAsync("regression", project, "pull_request");
        (int worse, string changed) = await RunWorkflowAsync("regression", project, "pull_request", ("DESK", "new"));

        pushed.ShouldBe(0, main);
        same.ShouldBe(0, unchanged);
        worse.ShouldBe(1, changed);
        changed.ShouldContain("error: B is worse than A: pass rate -30.6");
        (await File.ReadAllTextAsync(Summary)).ShouldContain("**Regression:** pass rate");
    }

    [Fact]
    public async Task GitLab_passes_a_good_agent_and_fails_a_bad_one()
    {
        string project = await ProjectAsync();
        string script = string.Join('\n', BuildRecipes.GitLabScript());

        ToolResult good = await GuideCommands.TypeAsync(project, script);
        await File.WriteAllTextAsync(Path.Combine(project, "agent.py"), BadAgent);
        ToolResult bad = await GuideCommands.TypeAsync(project, script);

        good.ExitCode.ShouldBe(0, good.All);
        bad.ExitCode.ShouldBe(1, bad.All);
        XDocument.Load(Path.Combine(project, "rehearsal.xml")).Descendants("failure").ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("Needs", "pytest")]
    public async Task Pytest_passes_a_good_agent_and_fails_a_bad_one()
    {
        string project = await ProjectAsync();
        await File.WriteAllTextAsync(Path.Combine(project, "test_rehearsal.py"), BuildRecipes.Code("python"));
        string line = $"{await PytestAsync(project)} -q test_rehearsal.py";

        ToolResult good = await GuideCommands.TypeAsync(project, line);
        await File.WriteAllTextAsync(Path.Combine(project, "agent.py"), BadAgent);
        ToolResult bad = await GuideCommands.TypeAsync(project, line);

        good.ExitCode.ShouldBe(0, good.All);
        good.Output.ShouldContain("1 passed");
        bad.ExitCode.ShouldBe(1, bad.All);
        bad.Output.ShouldContain("the pass rate 0 % is under 90 %");
    }

    [Fact]
    public async Task Xunit_passes_a_good_agent_and_fails_a_bad_one()
    {
        string project = await ProjectAsync();
        Directory.Move(project, _workspace.PathOf("rehearsal"));
        _workspace.Write("Tests/Tests.csproj", TestsProject());
        _workspace.Write(
            "Tests/AgentTests.cs",
            $"using System.Diagnostics;\nusing System.Text.Json;\nusing Xunit;\n\npublic class AgentTests\n{{\n{BuildRecipes.Code("csharp")}}}\n"
        );

        ToolResult built = await GuideCommands.TypeAsync(_workspace.Root, "dotnet build Tests -v q --nologo");
        ToolResult good = await GuideCommands.TypeAsync(_workspace.Root, "Tests/bin/Debug/net10.0/Tests -noColor");
        _workspace.Write("rehearsal/agent.py", BadAgent);
        ToolResult bad = await GuideCommands.TypeAsync(_workspace.Root, "Tests/bin/Debug/net10.0/Tests -noColor");

        built.ExitCode.ShouldBe(0, built.All);
        good.ExitCode.ShouldBe(0, good.All);
        good.Output.ShouldContain("Total: 1, Errors: 0, Failed: 0");
        bad.ExitCode.ShouldBe(1, bad.All);
    }

    private async Task<string> ProjectAsync()
    {
        ToolResult made = await BatonTool.RunAsync(_workspace.Root, "init", "project", "--name", "shop");
        made.ExitCode.ShouldBe(0, made.All);
        return _workspace.PathOf("baton/shop");
    }

    private async Task<(int ExitCode, string Said)> RunWorkflowAsync(
        string name,
        string project,
        string happened,
        params (string Name, string Value)[] variables
    )
    {
        Dictionary<string, string> environment = variables.ToDictionary(pair => pair.Name, pair => pair.Value);
        environment["GITHUB_STEP_SUMMARY"] = Summary;
        List<string> said = [];
        int exitCode = 0;
        foreach (BuildStep step in BuildRecipes.Workflow(name).Where(step => step.Runs(happened, exitCode != 0)))
        {
            ToolResult result = await GuideCommands.TypeAsync(project, step.Script, environment);
            said.Add($"{step.Script}\n{result.All}");
            exitCode = exitCode == 0 ? result.ExitCode : exitCode;
        }

        said.ShouldNotBeEmpty();
        return (exitCode, string.Join('\n', said));
    }

    // Debian's pytest belongs to the system's Python, which need not be the first one on the search path.
    private static async Task<string> PytestAsync(string folder)
    {
        foreach (string python in (string[])["python3", "/usr/bin/python3"])
        {
            if ((await Shell.RunAsync(folder, $"{python} -m pytest --version")).ExitCode == 0)
            {
                return $"{python} -m pytest";
            }
        }

        throw new InvalidOperationException(
            "pytest is missing; `./test.sh` installs it, or goes on `--without pytest`"
        );
    }

    // The packages are those the tests themselves were restored with, so nothing is fetched.
    private static string TestsProject()
    {
        string versions = File.ReadAllText(Path.Combine(BatonTool.Repository, "Directory.Packages.props"));
        string xunit = XDocument
            .Parse(versions)
            .Descendants("PackageVersion")
            .Single(package => package.Attribute("Include")!.Value == "xunit.v3")
            .Attribute("Version")!
            .Value;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestoreSources>$(MSBuildProjectDirectory)</RestoreSources>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="xunit.v3" Version="[{xunit}]" />
              </ItemGroup>
            </Project>
            """;
    }
}
