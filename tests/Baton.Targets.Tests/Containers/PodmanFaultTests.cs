namespace Baton.Targets.Tests.Containers;

/// <inheritdoc/>
[Trait("Needs", "podman")]
public sealed class PodmanFaultTests(PodmanFixture fixture)
    : ContainerFaultTests(fixture),
        IClassFixture<PodmanFixture>;
