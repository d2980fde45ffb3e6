using Baton.Targets.Processes;
using Baton.Targets.Tests.Processes;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Containers;

/// <inheritdoc/>
[Trait("Needs", "docker")]
public sealed class DockerTargetTests(ContainerFixture fixture)
    : ContainerTargetTests(fixture),
        IClassFixture<ContainerFixture>
{
    private const int Port = 8080;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_on_a_bridge_answers_at_the_port_the_engine_published(bool reuse)
    {
        LocalEngine engine = Fixture.Engine;
        await engine.MakeNetworkAsync("agents");
        try
        {
            RunnerOptions web = ContainerFixture.Web(Port, reuse);
            web = web with
            {
                Container = web.Container! with
                {
                    Command = new ProcessCommand(["/bin/httpd", "-f", "-p", $"{Port}", "-h", "/www"]),
                    Network = "agents",
                },
            };
            await using (ITarget target = Fixture.Create(web))
            {
                (await target.ProbeAsync(CancellationToken.None)).ShouldBeNull();
                (await target.AskAsync("hello")).Answer().ShouldBe("You said: hello");
                (await target.AskAsync("again")).Answer().ShouldBe("You said: again");
            }

            (await engine.ContainersAsync()).ShouldBeEmpty();
        }
        finally
        {
            await engine.RemoveNetworkAsync("agents");
        }
    }
}
