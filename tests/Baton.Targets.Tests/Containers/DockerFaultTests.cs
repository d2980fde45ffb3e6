namespace Baton.Targets.Tests.Containers;

/// <inheritdoc/>
[Trait("Needs", "docker")]
public sealed class DockerFaultTests(ContainerFixture fixture)
    : ContainerFaultTests(fixture),
        IClassFixture<ContainerFixture>;
