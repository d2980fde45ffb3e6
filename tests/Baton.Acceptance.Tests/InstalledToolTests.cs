using System.IO.Compression;

namespace Baton.Acceptance.Tests;

/// <summary>
/// The tool is packed, installed and used as the README says; in the flavour for every system, for that of linux-x64 takes
/// minutes to compile.
/// </summary>
public class InstalledToolTests
{
    [Fact]
    [Trait("Needs", "python")]
    public async Task The_tool_from_its_package_runs_a_new_project()
    {
        using TempWorkspace workspace = new();
        string packages = workspace.PathOf("packages");
        // A package of the same version that was installed here before must not stand in for this one.
        Dictionary<string, string> fresh = new(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = workspace.PathOf("unpacked"),
        };

        ToolResult packed = await Shell.RunAsync(
            BatonTool.Repository,
            $"dotnet pack src/Baton.Cli -c Release -r any -v q -o '{packages}'",
            patience: TimeSpan.FromMinutes(10)
        );
        packed.ExitCode.ShouldBe(0, packed.All);
        ToolResult installed = await Shell.RunAsync(
            workspace.Root,
            $"dotnet tool install Baton.Cli.any --tool-path tools --source '{packages}'",
            fresh
        );
        installed.ExitCode.ShouldBe(0, installed.All);
        ToolResult run = await Shell.RunAsync(
            workspace.Root,
            "tools/baton --version && tools/baton init project --name mine && tools/baton run experiment --project mine --yes --evaluate"
        );

        run.ExitCode.ShouldBe(0, run.All);
        run.Output.ShouldContain("Pass rate   100 %");
        FileInfo package = new(Directory.GetFiles(packages).ShouldHaveSingleItem());
        package.Length.ShouldBeLessThan(20 * 1024 * 1024);
        using ZipArchive content = ZipFile.OpenRead(package.FullName);
        content.GetEntry("README.md").ShouldNotBeNull();
    }
}
