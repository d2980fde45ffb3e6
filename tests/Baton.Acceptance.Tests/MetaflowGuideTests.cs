using System.Diagnostics;

namespace Baton.Acceptance.Tests;

/// <summary>What the guide to Metaflow says to type works: on the real one wherever Python can import it, else on a stand-in.</summary>
[Trait("Needs", "python")]
public sealed class MetaflowGuideTests
{
    [Fact]
    public async Task Everything_the_guide_says_to_type_works_in_its_order()
    {
        using TempWorkspace workspace = new();
        foreach (string file in Directory.EnumerateFiles(Sample, "*", SearchOption.AllDirectories))
        {
            workspace.Write(
                Path.GetRelativePath(BatonTool.Repository, file),
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
            );
        }

        List<string> said = [];
        foreach (string line in await CommandsAsync())
        {
            (int exitCode, string output) = await TypeAsync(workspace, line);
            exitCode.ShouldBe(0, $"{line}\n{output}");
            said.Add(output);
        }

        said[0].ShouldContain("Tested since 1972; error correction will decide.");
        said[^2].Split("\"research_ensemble\"").Length.ShouldBe(3, said[^2]);
        workspace.Read("pods/research_ensemble_flow.py").ShouldContain("@kubernetes(image=\"registry.example/baton\"");
    }

    private static string Sample => Path.Combine(BatonTool.Repository, "samples/metaflow");

    private static async Task<string[]> CommandsAsync() =>
        [
            .. (await GuideCommands.ReadAsync("docs/guides/metaflow.md"))
                .SelectMany(block => block.Body.Split('\n'))
                .Where(line => line.Length > 0),
        ];

    private static async Task<(int ExitCode, string Output)> TypeAsync(TempWorkspace workspace, string line)
    {
        ProcessStartInfo start = new("sh", ["-c", line])
        {
            UseShellExecute = false,
            WorkingDirectory = workspace.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] =
            $"{Path.GetDirectoryName(BatonTool.Program)}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["METAFLOW_USER"] = "tests";
        start.Environment["METAFLOW_RUN_PYLINT"] = "0";
        if (!await HasMetaflowAsync())
        {
            start.Environment["PYTHONPATH"] = Path.Combine(
                BatonTool.Repository,
                "tests/Baton.Topologies.Tests/metaflow_stand_in"
            );
        }

        return await RunAsync(start);
    }

    private static async Task<bool> HasMetaflowAsync()
    {
        ProcessStartInfo start = new("python3", ["-c", "import metaflow"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        bool isThere = (await RunAsync(start)).ExitCode == 0;
        if (!isThere)
        {
            TestContext.Current.AddWarning("METAFLOW IS NOT THERE: the guide ran on the stand-in of the tests");
        }

        return isThere;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
