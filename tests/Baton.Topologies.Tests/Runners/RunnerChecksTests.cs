using Baton.TestSupport;
using Baton.Topologies.Metaflow;
using Baton.Topologies.Runners;
using Baton.Topologies.Runners.Checks;
using Baton.Topologies.Tests.Metaflow;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Every runner keeps every promise; one that does not is found out.</summary>
public sealed class RunnerChecksTests
{
    public static TheoryData<string> EveryCheck() => [.. RunnerChecks.All.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(EveryCheck))]
    public Task The_local_runner_keeps_every_promise(string check) =>
        ShouldPassAsync(check, room => RunnerRegistry.Create("local", room.Config, room.Place));

    [Theory]
    [MemberData(nameof(EveryCheck))]
    public Task The_async_runner_keeps_every_promise(string check) =>
        ShouldPassAsync(check, room => RunnerRegistry.Create("async", room.Config, room.Place));

    [Theory]
    [MemberData(nameof(EveryCheck))]
    [Trait("Needs", "python")]
    public async Task The_metaflow_runner_keeps_every_promise(string check)
    {
        using TempWorkspace workspace = new();
        await ShouldPassAsync(
            check,
            room => new MetaflowRunner(
                workspace.PathOf("flows"),
                config: room.Config,
                place: room.Place,
                options: FlowPython.Options(workspace.Root, "check", room.AgentFolder)
            )
        );
    }

    [Fact]
    public async Task A_runner_of_ones_own_keeps_every_promise()
    {
        using TempWorkspace workspace = new();
        List<string> broken = [];
        string folder = workspace.PathOf("agents");

        // snippet: runner-checks
        RunnerUnderCheck runner = new(room => new BackwardsRunner(room.Config, room.Place), folder);
        foreach (RunnerCheck check in RunnerChecks.All)
        {
            RunnerCheckResult result = await check.RunAsync(runner);
            if (!result.Passed)
            {
                broken.Add($"{check.Name} ({check.Promise}): {result.Problem}");
            }
        }

        // end snippet
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_guide_shows_the_code_of_these_tests() =>
        Snippets.ShouldBeIn("docs/guides/metaflow.md", "tests/Baton.Topologies.Tests/Runners");

    [Fact]
    public async Task A_runner_that_leaves_steps_out_is_found_out()
    {
        using TempWorkspace workspace = new();
        List<string> broken = [];
        foreach (
            RunnerCheck check in RunnerChecks.All.Where(each => !each.Name.Contains("cancel", StringComparison.Ordinal))
        )
        {
            RunnerCheckResult result = await check.RunAsync(
                new RunnerUnderCheck(room => new LazyRunner(room.Config, room.Place), workspace.PathOf("agents")),
                TestContext.Current.CancellationToken
            );
            if (!result.Passed)
            {
                broken.Add(result.Problem!);
            }
        }

        broken.ShouldContain("the error is `The runner `lazy` ended before these steps: parse`, and should be ``");
        broken.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Checks_have_names_of_their_own_and_say_what_they_try()
    {
        RunnerChecks.All.Select(check => check.Name).ShouldBeUnique();
        RunnerChecks.All.ShouldAllBe(check => check.Promise.EndsWith('.'));
    }

    private static async Task ShouldPassAsync(string name, Func<CheckRoom, TopologyRunner> create)
    {
        using TempWorkspace workspace = new();
        RunnerCheck check = RunnerChecks.All.Single(check => check.Name == name);

        RunnerCheckResult result = await check.RunAsync(
            new RunnerUnderCheck(create, workspace.PathOf("agents")),
            TestContext.Current.CancellationToken
        );

        result.Problem.ShouldBeNull();
    }

    private sealed class LazyRunner(TopologyRunConfig? config, RunnerPlace? place) : TopologyRunner(config, place)
    {
        public override string RunnerType => "lazy";

        protected override Task CarryOutAsync(ExecutionSteps steps, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
