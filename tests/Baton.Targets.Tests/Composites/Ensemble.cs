using System.Runtime.CompilerServices;
using System.Text;
using Baton.Agents;
using Baton.Configuration;
using Baton.Targets.Composites;
using Baton.Targets.Composites.Aggregation;

namespace Baton.Targets.Tests.Composites;

/// <summary>Composites of members whose turns are written in the test, and of configurations as a user writes them.</summary>
internal static class Ensemble
{
    /// <summary>A member that plays events, the same in every turn.</summary>
    public static Member Member(string name, decimal weight, params AgentEvent[] events) =>
        new(name, name, weight, new PlayedTarget((_, _) => events.ToAsyncEnumerable()));

    /// <summary>A member that answers at once.</summary>
    public static Member Saying(string name, string answer, decimal weight = 1) =>
        Member(name, weight, new FinalEvent(answer));

    /// <summary>A member whose turn a test writes.</summary>
    public static Member Playing(string name, Func<Turn, CancellationToken, IAsyncEnumerable<AgentEvent>> play) =>
        new(name, name, 1, new PlayedTarget(play));

    /// <summary>A conversation of members that all get the input.</summary>
    public static IConversation Gathered(
        CompositeAggregate aggregate,
        IEnumerable<Member> members,
        int minSuccess = 1,
        Member? aggregator = null
    )
    {
        CompositeOptions options = new()
        {
            Mode = CompositeMode.Ensemble,
            Targets = [],
            Aggregate = aggregate,
        };
        return new GatheringConversation(
            Conversations(members),
            minSuccess,
            AggregationMethod.Create(options, aggregator, TimeProvider.System).For(Context)
        );
    }

    /// <summary>A conversation of members that work one after the other.</summary>
    public static IConversation InSequence(params Member[] members) =>
        new SequentialConversation(Conversations(members));

    /// <summary>A <c>runner</c> section as a file would hold it.</summary>
    public static RunnerOptions? Read(string yaml, ConfigurationErrors errors)
    {
        ConfigurationNode? node = ConfigurationText.Parse(
            "simulation.yaml",
            Encoding.UTF8.GetBytes(yaml),
            ConfigurationFormat.Yaml,
            errors
        );
        return node is null ? null : ConfigurationBinder.Bind<RunnerOptions>(node, "runner", errors);
    }

    private static ConversationContext Context { get; } = new() { RunId = "run-1" };

    private static List<MemberConversation> Conversations(IEnumerable<Member> members) =>
        [.. members.Select(member => new MemberConversation(member, Context, TimeProvider.System))];

    /// <summary>A target that plays what a test wrote.</summary>
    internal sealed class PlayedTarget(Func<Turn, CancellationToken, IAsyncEnumerable<AgentEvent>> play) : ITarget
    {
        public string Name => "played";

        public List<Turn> Turns { get; } = [];

        public int OpenConversations { get; private set; }

        public int OpenTurns { get; private set; }

        public IConversation StartConversation(ConversationContext context)
        {
            OpenConversations++;
            return new Conversation(this);
        }

        public ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) => new((AgentError?)null);

        public ValueTask DisposeAsync() => default;

        private async IAsyncEnumerable<AgentEvent> PlayAsync(
            Turn turn,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            Turns.Add(turn);
            OpenTurns++;
            try
            {
                await foreach (AgentEvent happened in play(turn, cancellationToken))
                {
                    yield return happened;
                }
            }
            finally
            {
                OpenTurns--;
            }
        }

        private sealed class Conversation(PlayedTarget target) : IConversation
        {
            public IAsyncEnumerable<AgentEvent> TakeTurnAsync(Turn turn, CancellationToken cancellationToken) =>
                target.PlayAsync(turn, cancellationToken);

            public ValueTask DisposeAsync()
            {
                target.OpenConversations--;
                return default;
            }
        }
    }
}
