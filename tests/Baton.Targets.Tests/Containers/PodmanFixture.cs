using Baton.Agents;
using Baton.Targets.Containers;
using Baton.TestSupport;

namespace Baton.Targets.Tests.Containers;

/// <summary>One service of Podman for all tests of containers.</summary>
public sealed class PodmanFixture : ContainerFixture
{
    /// <inheritdoc/>
    public override TargetEnvironment Here =>
        base.Here with
        {
            Variables = new Dictionary<string, string> { ["CONTAINER_HOST"] = Engine.Address },
        };

    /// <inheritdoc/>
    /// <remarks>Podman does not always learn that memory was the reason; the kernel's signal is told in any case.</remarks>
    public override void ShouldHaveUsedUpMemory(AgentEvent last)
    {
        if (last is not ErrorEvent failed)
        {
            base.ShouldHaveUsedUpMemory(last);
            return;
        }

        failed.Error.Kind.ShouldBe(ErrorKind.ProcessExit);
        failed.Error.Message.ShouldContain("SIGKILL");
    }

    /// <inheritdoc/>
    protected override ContainerRuntime Runtime => ContainerRuntime.Podman;

    /// <inheritdoc/>
    protected override async Task<LocalEngine> StartAsync() => await PodmanEngine.StartAsync(Files);
}
