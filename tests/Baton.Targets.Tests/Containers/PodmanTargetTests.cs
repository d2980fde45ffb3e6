namespace Baton.Targets.Tests.Containers;

/// <inheritdoc/>
[Trait("Needs", "podman")]
public sealed class PodmanTargetTests(PodmanFixture fixture)
    : ContainerTargetTests(fixture),
        IClassFixture<PodmanFixture>;
