using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Runners;

/// <summary>One stream for the whole tree: the execution, its parts, their steps, and agents inside agents.</summary>
public sealed class EventTreeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_event_has_its_place_in_one_tree_with_the_correlation_id(bool atOnce)
    {
        Scenario scenario = Scenarios.All["compound in a compound"];
        TopologyRunConfig config = new() { CorrelationId = "ticket-7" };
        RunnerPlace place = new() { Agents = new Nesting(), Ids = static _ => "one" };
        await using TopologyRunner runner = atOnce ? new AsyncRunner(4, config, place) : new LocalRunner(config, place);
        List<string> told = [];
        Dictionary<string, string?> parents = new(StringComparer.Ordinal);

        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            if (happened is SpanStartedEvent started)
            {
                parents.Add(started.SpanId, started.ParentSpanId);
                Fact(started, "correlation_id").ShouldBe("ticket-7");
            }

            told.Add(Told(happened));
        }

        told.Where(line => line.Length > 0)
            .ShouldBe([
                "> execution scenario",
                "> topology outer",
                "> topology inner",
                "> step outer/inner/a",
                "  a: helper: deep thought",
                "< outer/inner/a",
                "< outer/inner",
                "< outer",
                "> topology last",
                "> step last/b",
                "  b: helper: deep thought",
                "< last/b",
                "< last",
                "< one",
                "final done",
            ]);
        parents.ShouldBe(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["one"] = null,
                ["outer"] = "one",
                ["outer/inner"] = "outer",
                ["outer/inner/a"] = "outer/inner",
                ["last"] = "one",
                ["last/b"] = "last",
            }
        );
    }

    [Fact]
    public async Task A_part_that_fails_says_so_and_so_does_everything_around_it()
    {
        Scenario scenario = Scenarios.All["compound in a compound"];
        await using LocalRunner runner = new(
            new TopologyRunConfig { RetryOnFailure = false },
            new RunnerPlace { Agents = new Actors(_ => "FAIL"), Ids = static _ => "one" }
        );
        List<string> failed = [];

        await foreach (AgentEvent happened in runner.StreamAsync(scenario.Topology, scenario.Agents, Scenario.Input))
        {
            if (happened is SpanEndedEvent { Error: not null } ended)
            {
                failed.Add(ended.SpanId);
            }
        }

        failed.ShouldBe(["outer/inner/a", "outer/inner", "outer", "one"]);
    }

    private static string? Fact(SpanStartedEvent span, string name) => span.Attributes?.GetProperty(name).GetString();

    private static string Told(AgentEvent happened) =>
        happened switch
        {
            SpanStartedEvent start => $"> {start.Kind} {start.Name}",
            SpanEndedEvent end => $"< {end.SpanId}",
            NestedEvent { Event: NestedEvent { Event: TextEvent text } inner } outer =>
                $"  {outer.AgentName}: {inner.AgentName}: {text.Content}",
            FinalEvent final => $"final {final.Output}",
            _ => "",
        };

    /// <summary>Agents that let another agent work for them.</summary>
    private sealed class Nesting : IAgentSource
    {
        public IAgent Create(AgentType agent, AnswerForm? form) => new Caller(agent.Name);

        private sealed class Caller(string name) : IAgent, IConversation
        {
            public string Name => name;

            public IConversation StartConversation(ConversationContext context) => this;

            public async IAsyncEnumerable<AgentEvent> TakeTurnAsync(
                Baton.Agents.Turn turn,
                [EnumeratorCancellation] CancellationToken cancellationToken
            )
            {
                await Task.CompletedTask;
                yield return new NestedEvent("call", "helper", new TextEvent("deep thought"));
                yield return new FinalEvent("done");
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
