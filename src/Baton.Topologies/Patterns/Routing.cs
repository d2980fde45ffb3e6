using Baton.Topologies.Definitions;

namespace Baton.Topologies.Patterns;

/// <summary>Gives parts of the work to specialists.</summary>
internal sealed class Routing(DelegationConfig config, Team team, Seat[] specialists)
{
    private readonly int[] _load = new int[specialists.Length];

    /// <summary>Who gets each part, in their order.</summary>
    /// <exception cref="TopologyException">Nobody can do a part, and there is no fallback.</exception>
    public Seat[] Assign(IReadOnlyList<Subtask> subtasks) => [.. subtasks.Select(Assign)];

    private Seat Assign(Subtask subtask, int number)
    {
        int chosen = config.RoutingStrategy switch
        {
            RoutingStrategy.RoundRobin => number % specialists.Length,
            RoutingStrategy.Llm => Array.FindIndex(specialists, seat => seat.Slot == subtask.Agent),
            RoutingStrategy.CapabilityMatch => BestMatch(subtask.Capabilities ?? []),
            _ => throw new InvalidOperationException($"`{config.RoutingStrategy}` is no strategy"),
        };
        if (chosen >= 0)
        {
            _load[chosen]++;
            return specialists[chosen];
        }

        return config.FallbackAgentName is { } fallback
            ? team[fallback]
            : throw new TopologyException(
                $"No specialist can do the subtask `{subtask.Task}` (it takes: {string.Join(", ", subtask.Capabilities ?? [])}), "
                    + "and there is no `fallback_agent_name`"
            );
    }

    // Ties go to the least loaded where loads are balanced, then to the earlier slot.
    private int BestMatch(IReadOnlyList<string> wanted)
    {
        int best = -1;
        int most = 0;
        for (int index = 0; index < specialists.Length; index++)
        {
            int score = Score(specialists[index], wanted);
            bool isBetter =
                score > most || (best >= 0 && score == most && config.LoadBalance && _load[index] < _load[best]);
            if (score > 0 && isBetter)
            {
                best = index;
                most = score;
            }
        }

        return best;
    }

    // A part that takes nothing in particular is for anybody.
    private static int Score(Seat seat, IReadOnlyList<string> wanted) =>
        wanted.Count == 0
            ? 1
            : wanted.Count(capability =>
                seat.Agent.Config.Capabilities.Any(has =>
                    has.Name.Equals(capability, StringComparison.OrdinalIgnoreCase)
                )
            );
}
