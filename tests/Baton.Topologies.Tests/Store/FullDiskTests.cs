using System.Diagnostics;
using Baton.TestSupport;
using Baton.Topologies.Tests.Runners;

namespace Baton.Topologies.Tests.Store;

/// <summary>Disks that cannot be written: small ones of the tests' own, in a mount namespace.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_disk_that_fills_up_stops_the_execution_and_with_room_it_goes_on()
    {
        using TempWorkspace workspace = new();

        string said = await ShellAsync(
            workspace,
            $"""
            mkfifo go words; exec 3<>go 4<>words
            dotnet {Player.Program} run disk/agent.db chain log 2 <&3 >&4 & player=$!
            read -r line <&4; echo "$line"
            dd if=/dev/zero of=disk/filler bs=1k 2>/dev/null
            echo go >&3; wait $player; echo "full: $?"
            read -r line <&4; echo "$line"
            rm disk/filler
            dotnet {Player.Program} resume disk/agent.db chain log 0; echo "resumed: $?"
            """
        );

        said.ShouldContain("hanging");
        said.ShouldMatch("full: [12]");
        said.ShouldContain("is full; make room and try again");
        said.ShouldContain("all done\nresumed: 0");
        string[] asked = Player.Asked(workspace);
        asked.Distinct().Count().ShouldBe(10);
        asked.Length.ShouldBeLessThanOrEqualTo(11);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_refused_and_stays_as_it_is()
    {
        using TempWorkspace workspace = new();

        string said = await ShellAsync(
            workspace,
            $"""
            dotnet {Player.Program} run disk/agent.db pipeline log 0; sum=$(md5sum disk/agent.db)
            mount -o remount,ro disk
            dotnet {Player.Program} run disk/agent.db pipeline log 0; echo "refused: $?"
            [ "$sum" = "$(md5sum disk/agent.db)" ] && echo unchanged
            """
        );

        said.ShouldContain("refused: 2");
        said.ShouldMatch("disk/agent.db` cannot be (opened|written).*writ(ten|able)");
        said.ShouldContain("unchanged");
    }

    private static async Task<string> ShellAsync(TempWorkspace workspace, string script)
    {
        const string Disk = "mkdir disk && mount -t tmpfs -o size=256k none disk || exit 99\n";
        ProcessStartInfo start = new("unshare", ["--mount", "--map-root-user", "bash", "-c", Disk + script])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = workspace.Root,
        };
        using Process shell = Process.Start(start)!;
        string said = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(120));
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0, said);
        return said;
    }
}
