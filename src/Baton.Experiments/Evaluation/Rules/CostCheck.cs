using System.Globalization;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The agent cost less than allowed, over all turns.</summary>
internal sealed record CostCheck : RuleCheck
{
    /// <summary>The US dollars it must stay under.</summary>
    [Range(0)]
    public required decimal BudgetUsd { get; init; }

    /// <summary>Whether what the simulated user cost counts too. Default false.</summary>
    public bool IncludeSupervisor { get; init; }

    /// <summary>What a trace without a cost gets: <c>skip</c>, <c>fail</c> or <c>pass</c>. Default <c>skip</c>.</summary>
    public WhenMissing WhenMissing { get; init; } = WhenMissing.Skip;

    internal override string Word => "cost_under";

    internal override CheckResult Apply(TraceView trace)
    {
        if (trace.Trace.Cost is not { } cost)
        {
            return WhenMissing.With("the agent reported no cost");
        }

        cost += IncludeSupervisor ? trace.Trace.SupervisorCost ?? 0 : 0;
        return cost < BudgetUsd
            ? CheckResult.Pass
            : CheckResult.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it cost ${cost:0.######}, and ${BudgetUsd:0.######} are allowed"
                )
            );
    }
}
