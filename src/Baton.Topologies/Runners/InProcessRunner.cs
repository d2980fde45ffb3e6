namespace Baton.Topologies.Runners;

/// <summary>Runs topologies in this process. Its two kinds are <see cref="LocalRunner"/> and <see cref="AsyncRunner"/>.</summary>
public abstract class InProcessRunner : TopologyRunner
{
    private readonly SemaphoreSlim _permits;

    private protected InProcessRunner(int maxConcurrent, TopologyRunConfig? config, RunnerPlace? place)
        : base(config, place)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrent, 1);
        _permits = new SemaphoreSlim(maxConcurrent);
    }

    internal override SemaphoreSlim Permits => _permits;

    internal override bool TellsRecorded => false;

    /// <inheritdoc/>
    protected override Task CarryOutAsync(ExecutionSteps steps, CancellationToken cancellationToken) =>
        steps.RunAllAsync(cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _permits.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
