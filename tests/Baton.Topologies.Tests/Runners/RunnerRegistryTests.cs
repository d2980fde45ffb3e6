using System.Reflection;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Runners;

/// <summary>Runners by name.</summary>
public sealed class RunnerRegistryTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("async")]
    [InlineData("metaflow")]
    public async Task A_runner_is_made_by_its_name(string name)
    {
        TopologyRunConfig config = new() { TimeoutSeconds = 7 };

        await using TopologyRunner runner = RunnerRegistry.Create(name, config);

        runner.RunnerType.ShouldBe(name);
        runner.Config.ShouldBe(config);
        RunnerRegistry.Names.ShouldContain(name);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_those_there_are() =>
        Should
            .Throw<TopologyException>(() => RunnerRegistry.Create("lokal"))
            .Message.ShouldMatch("There is no runner `lokal`; there are `async`,.* `local`, `metaflow`");

    [Fact]
    public async Task Runners_of_an_assembly_are_made_by_the_names_on_them_as_often_as_it_is_registered()
    {
        Assembly own = typeof(BackwardsRunner).Assembly;

        RunnerRegistry.Register(own).ShouldBe(["backwards"]);
        RunnerRegistry.Register(own).ShouldBe(["backwards"]);

        await using TopologyRunner runner = RunnerRegistry.Create("backwards");
        runner.ShouldBeOfType<BackwardsRunner>();
        RunnerRegistry.Names.ShouldBe(["async", "backwards", "local", "metaflow"]);
    }
}
