using System.Diagnostics;
using Baton.Targets.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Processes;

public sealed class GuardianTests
{
    [Fact(Timeout = 60_000)]
    public async Task Killing_the_program_that_started_a_process_ends_its_whole_group()
    {
        using TempWorkspace workspace = new();
        workspace.Write(
            "agent.sh",
            "trap '' TERM\nsleep 1000 &\necho $$ > pid.new; mv pid.new pid; while :; do sleep 1; done"
        );
        using Process host = StartHost(workspace);
        await Group.WaitForFileAsync(workspace.PathOf("pid"));
        await Group.WaitForFileAsync(workspace.PathOf(StartupHook.StartedFile));
        int group = int.Parse(workspace.Read("pid"));
        Group.Members(group).ShouldBeGreaterThan(1);

        host.Kill();

        await Group.WaitUntilEmptyAsync(group);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_is_not_watched_yet_ends_with_the_program_that_started_it()
    {
        using TempWorkspace workspace = new();
        workspace.Write("agent.sh", "trap '' TERM\necho $$ > pid.new; mv pid.new pid; while :; do sleep 1; done");
        using Process host = StartHost(workspace, StartupHook.Unwatched);
        await Group.WaitForFileAsync(workspace.PathOf("pid"));
        int group = int.Parse(workspace.Read("pid"));
        Group.Members(group).ShouldBeGreaterThan(0);

        host.Kill();

        await Group.WaitUntilEmptyAsync(group);
    }

    [Fact]
    public async Task Processes_that_were_ended_in_time_are_left_alone_afterwards()
    {
        using TempWorkspace workspace = new();
        await using ChildProcess child = ChildProcess.Start(
            new ChildProcessStart
            {
                Command = ["sh", "-c", "exit 7"],
                WorkingDirectory = workspace.Root,
                Variables = AgentFixture.Variables,
            }
        );

        (await child.Exit).Code.ShouldBe(7);
        await child.StopAsync();
    }

    /// <summary>This very assembly as another program, which starts the agent and waits; see <see cref="StartupHook"/>.</summary>
    private static Process StartHost(TempWorkspace workspace, string? how = null)
    {
        ProcessStartInfo start = new("dotnet") { UseShellExecute = false };
        start.ArgumentList.Add(typeof(GuardianTests).Assembly.Location);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(GuardianTests).Assembly.Location;
        start.Environment[StartupHook.FolderVariable] = workspace.Root;
        start.Environment[StartupHook.HowVariable] = how;
        return Process.Start(start)!;
    }
}
