using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Runners;

// snippet: runner
/// <summary>A runner of one's own: always takes the last of the steps that come next.</summary>
[Runner("backwards")]
public sealed class BackwardsRunner(TopologyRunConfig? config, RunnerPlace? place) : TopologyRunner(config, place)
{
    public override string RunnerType => "backwards";

    protected override async Task CarryOutAsync(ExecutionSteps steps, CancellationToken cancellationToken)
    {
        while (await steps.NextAsync() is [.., string last])
        {
            await steps.CarryOutAsync(last, cancellationToken);
        }
    }
}

// end snippet
