namespace Baton.Experiments.Tests.Running;

/// <summary>Tests that measure the whole process run when no other test does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
