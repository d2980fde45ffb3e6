using System.Text.Json.Nodes;

namespace Baton.Acceptance.Tests;

/// <summary>A bound on the size of files, as shells and service managers set it.</summary>
public sealed class FileSizeLimitTests
{
    private const int Inputs = 60;

    [Fact]
    public async Task A_file_that_may_not_grow_stops_the_experiment_which_can_be_resumed()
    {
        string answer = new('y', 4000);
        await using LoopbackServer server = await LoopbackServer.AnsweringAsync($"{{\"output\":\"{answer}\"}}");
        using TestProject project = TestProject.Create($"runner: {{http: {{url: \"{server.Url}\"}}}}\n", Inputs);

        // With write protection of code the runtime itself makes a file larger than the bound.
        ToolResult stopped = await Shell.RunAsync(
            project.Root,
            $"export DOTNET_EnableWriteXorExecute=0; ulimit -f 128; '{BatonTool.Program}' run experiment --yes"
        );

        stopped.ExitCode.ShouldBe(1, stopped.All);
        stopped.Error.ShouldContain("cannot write `");
        stopped.Error.ShouldContain("may not grow any further; raise the limit (`ulimit -f`)");
        stopped.Error.ShouldContain("--resume");
        project.Summary()["interruption_reason"]!.GetValue<string>().ShouldBe("write_failed");

        ToolResult result = await project.RunExperimentAsync("--resume", project.Experiment);

        result.ExitCode.ShouldBe(0, result.All);
        IReadOnlyList<JsonObject> traces = project.Traces();
        traces.Count.ShouldBe(Inputs);
        traces.Select(trace => trace.Text("run_key")).ShouldBeUnique();
    }
}
