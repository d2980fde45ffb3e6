using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

public sealed class RepositoryWalkTests
{
    private const string Agent = "def run(input):\n    return input\n";

    [Fact]
    public void Ignored_files_packages_and_build_output_are_not_read()
    {
        using Repository repository = new(
            ".gitignore",
            "secret/\n*.tmp.py\n",
            "agent.py",
            Agent,
            "note.tmp.py",
            Agent,
            "secret/agent.py",
            Agent,
            "node_modules/x/agent.py",
            Agent,
            ".venv/lib/agent.py",
            Agent,
            "env/pyvenv.cfg",
            "home = /usr\n",
            "env/lib/agent.py",
            Agent,
            "package.json",
            "{}",
            "build/agent.py",
            Agent,
            "__pycache__/agent.py",
            Agent,
            "pkg/.gitignore",
            "agent.py\n",
            "pkg/agent.py",
            Agent,
            "pkg/chat_agent.py",
            Agent
        );

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        report.AgentFunctions.Select(found => found.Place.File).ShouldBe(["agent.py", "pkg/chat_agent.py"]);
        report.Coverage.SkippedFolders.ShouldBe(6);
        report.Coverage.SkippedFiles.ShouldBe(2);
        report.Coverage.Complete.ShouldBeTrue();
    }

    [Fact]
    public void Links_are_counted_and_never_followed()
    {
        using Repository repository = new("agent.py", Agent);
        Directory.CreateDirectory(repository.Outside("elsewhere"));
        File.WriteAllText(repository.Outside("elsewhere/other_agent.py"), Agent);
        File.WriteAllText(repository.Outside("package.json"), """{"dependencies":{"express":"1"}}""");
        File.CreateSymbolicLink(repository.PathOf("linked_agent.py"), repository.Outside("elsewhere/other_agent.py"));
        File.CreateSymbolicLink(repository.PathOf("package.json"), repository.Outside("package.json"));
        Directory.CreateSymbolicLink(repository.PathOf("folder"), repository.Outside("elsewhere"));
        Directory.CreateSymbolicLink(repository.PathOf("loop"), repository.Root);
        File.CreateSymbolicLink(repository.PathOf("again.py"), repository.PathOf("agent.py"));
        File.CreateSymbolicLink(repository.PathOf("broken.py"), repository.PathOf("nowhere.py"));
        File.CreateSymbolicLink(repository.PathOf(".gitignore"), repository.Outside("elsewhere/other_agent.py"));

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        report.AgentFunctions.Select(found => found.Place.File).ShouldBe(["agent.py"]);
        report.Frameworks.ShouldBeEmpty();
        report.Coverage.SkippedLinks.ShouldBe(7);
        report.Coverage.Files.ShouldBe(1);
    }

    [Fact]
    public void The_root_itself_may_be_a_link()
    {
        using Repository repository = new("agent.py", Agent);
        Directory.CreateSymbolicLink(repository.Outside("here"), repository.Root);

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Outside("here"));

        report.Root.ShouldBe(repository.Root);
        report.Coverage.Files.ShouldBe(1);
    }

    [Fact]
    public void A_pipe_named_like_code_keeps_nobody_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders");
        using Repository repository = new("agent.py", Agent);
        using Process make = Process.Start("mkfifo", [repository.PathOf("pipe.py"), repository.PathOf(".gitignore")]);
        make.WaitForExit();
        make.ExitCode.ShouldBe(0);

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        report.AgentFunctions.Select(found => found.Place.File).ShouldBe(["agent.py"]);
        report.Coverage.Files.ShouldBe(3);
    }

    [Fact]
    public void Binary_broken_and_unreadable_files_do_no_harm()
    {
        using Repository repository = new(
            "agent.py",
            Agent,
            "package.json",
            "{ not json",
            "pom.xml",
            "<project><a>",
            "pyproject.toml",
            "[project\nname = [\"\"\"\n"
        );
        File.WriteAllBytes(repository.PathOf("binary.py"), [0, 1, 2, 3, 0xff, 0]);
        File.WriteAllBytes(
            repository.PathOf("latin.py"),
            Encoding.Latin1.GetBytes("def chat(message):  # für\n    return message\n")
        );
        File.WriteAllBytes(
            repository.PathOf("wide.py"),
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("def ask(question):\n    return question\n")]
        );
        File.WriteAllText(repository.PathOf("locked.py"), Agent);
        File.WriteAllText(repository.PathOf("open.py"), "def run(input: str = \"\"\"never closed (((\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(repository.PathOf("locked.py"), UnixFileMode.None);
        }

        RepositoryReport report = RepositoryAnalysis.Analyze(repository.Root);

        report.AgentFunctions.Select(found => found.Place.File).ShouldContain("latin.py");
        report.AgentFunctions.Select(found => found.Place.File).ShouldContain("wide.py");
        report.Coverage.Binary.ShouldBe(1);
    }

    [Fact]
    public void Of_a_huge_file_only_the_beginning_is_read()
    {
        using Repository repository = new(
            "agent.py",
            Agent + new string('#', 3_000_000) + "\ndef chat(message):\n    return 1\n"
        );

        RepositoryReport report = RepositoryAnalysis.Analyze(
            repository.Root,
            new AnalysisLimits { MaxFileBytes = 1000 }
        );

        report.AgentFunctions.Select(found => found.Name).ShouldBe(["agent:run"]);
        report.Coverage.BytesRead.ShouldBe(1000);
        report.Coverage.FilesCut.ShouldBe(1);
    }

    [Fact]
    public void Limits_end_the_walk_and_say_so()
    {
        using Repository repository = new("a.py", Agent, "b.py", Agent, "c/d/e/f.py", Agent);

        RepositoryAnalysis
            .Analyze(repository.Root, new AnalysisLimits { MaxFiles = 2 })
            .Coverage.ShouldSatisfyAllConditions(
                coverage => coverage.Files.ShouldBe(2),
                coverage => coverage.Complete.ShouldBeFalse()
            );
        RepositoryAnalysis
            .Analyze(repository.Root, new AnalysisLimits { MaxDepth = 2 })
            .Coverage.Complete.ShouldBeFalse();
        RepositoryAnalysis
            .Analyze(repository.Root, new AnalysisLimits { MaxTotalBytes = 40 })
            .Coverage.ShouldSatisfyAllConditions(
                coverage => coverage.FilesRead.ShouldBe(1),
                coverage => coverage.Complete.ShouldBeFalse()
            );
    }

    [Fact]
    public void The_same_files_give_the_same_report()
    {
        using Repository repository = new();
        for (int i = 0; i < 200; i++)
        {
            repository.Write($"pkg{i % 7}/agent_{i}.py", $"import openai\n\n\ndef chat(message):\n    return '{i}'\n");
        }

        string first = JsonSerializer.Serialize(RepositoryAnalysis.Analyze(repository.Root));
        string second = JsonSerializer.Serialize(RepositoryAnalysis.Analyze(repository.Root));

        second.ShouldBe(first);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_clear_error()
    {
        using Repository repository = new("agent.py", Agent);

        Should
            .Throw<RepositoryException>(() => RepositoryAnalysis.Analyze(repository.PathOf("nowhere")))
            .Message.ShouldContain("nowhere");
        Should.Throw<RepositoryException>(() => RepositoryAnalysis.Analyze(repository.PathOf("agent.py")));
    }

    [Fact]
    public void A_caller_may_give_up()
    {
        using Repository repository = new("agent.py", Agent);

        Should.Throw<OperationCanceledException>(() =>
            RepositoryAnalysis.Analyze(repository.Root, cancellationToken: new CancellationToken(canceled: true))
        );
    }
}
