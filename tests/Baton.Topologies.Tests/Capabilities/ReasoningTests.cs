using Baton.Agents;
using Baton.Agents.Providers.Scripted;
using Baton.Topologies.Definitions;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>Agents that think before they answer.</summary>
public sealed class ReasoningTests
{
    private readonly Stage _stage = new();

    [Fact]
    public async Task Step_by_step_thinks_in_a_turn_of_its_own_and_answers_with_the_answer_alone()
    {
        await using LocalRunner runner = _stage.Runner(message =>
            message.Contains("step by step") ? "First this, then that" : "42"
        );

        TopologyRunResult result = await Stage.RunAsync(runner, Stage.Agent("thinker", "reasoning"));

        result.Output!["output"]!.ToString().ShouldBe("42");
        _stage.Requests.Count.ShouldBe(2);
        _stage.Requests.Last().Messages.Select(message => message.Text).ShouldContain("First this, then that");
    }

    [Fact]
    public async Task Tree_of_thought_rates_ways_that_know_nothing_of_one_another_and_follows_the_best()
    {
        string Model(string message) =>
            message.Contains("way 1 of 2") ? "the long way"
            : message.Contains("way 2 of 2") ? "the short way"
            : message.Contains("Rate each") ? """{"scores": [0.2, 0.9]}"""
            : message.Contains("this way is the best:\nthe short way") ? "there"
            : "lost";
        await using LocalRunner runner = _stage.Runner(Model);

        TopologyRunResult result = await Stage.RunAsync(
            runner,
            Stage.Agent("thinker", Stage.With("reasoning", """{"strategy": "tree_of_thought", "branches": 2}"""))
        );

        result.Output!["output"]!.ToString().ShouldBe("there");
        _stage.Requests.Count.ShouldBe(4);
        _stage.Requests.Take(2).ShouldAllBe(request => request.Messages.Count == 1);
    }

    [Fact]
    public async Task A_deeper_tree_goes_on_from_the_best_way_so_far()
    {
        string Model(string message) =>
            message.Contains("Rate each") ? """{"scores": [0.9, 0.2]}"""
            : message.Contains("Name one way") && message.Contains("So far you have thought:") ? "then deeper"
            : message.Contains("Name one way") ? "start here"
            : message;
        await using LocalRunner runner = _stage.Runner(Model);

        TopologyRunResult result = await Stage.RunAsync(
            runner,
            Stage.Agent(
                "thinker",
                Stage.With("reasoning", """{"strategy": "tree_of_thought", "branches": 2, "depth": 2}""")
            )
        );

        result.Output!["output"]!.ToString().ShouldContain("start here\nthen deeper");
        _stage.Requests.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Socratic_asks_itself_as_many_questions_as_it_was_told_to()
    {
        int asked = 0;
        await using LocalRunner runner = _stage.Runner(message =>
            message.Contains("Ask yourself") ? $"Question {++asked}, settled" : "so it is"
        );

        TopologyRunResult result = await Stage.RunAsync(
            runner,
            Stage.Agent("thinker", Stage.With("reasoning", """{"strategy": "socratic", "questions": 2}"""))
        );

        result.Output!["output"]!.ToString().ShouldBe("so it is");
        asked.ShouldBe(2);
        _stage.Requests.Last().Messages.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Thoughts_are_told_as_reasoning_and_have_no_form_while_the_answer_keeps_its_own()
    {
        await using LocalRunner runner = _stage.Runner(
            (request, _) =>
                ScriptedReply.Say(
                    request.Options?.ResponseFormat is null ? "I wonder" : """{"approved": true, "confidence": 0.9}"""
                )
        );
        Dictionary<string, AgentType> agents = new(StringComparer.Ordinal)
        {
            ["primary"] = Stage.Agent("primary"),
            ["checker_a"] = Stage.Agent("checker", "reasoning"),
        };
        List<AgentEvent> events = [];
        await foreach (
            AgentEvent happened in runner.StreamAsync(Scenarios.Of("c", new CrosscheckConfig()), agents, Scenario.Input)
        )
        {
            events.Add(happened is NestedEvent { AgentName: "checker_a" } nested ? nested.Event : happened);
        }

        string.Concat(events.OfType<ReasoningEvent>().Select(each => each.Content)).ShouldBe("I wonder");
        string.Concat(events.OfType<TextEvent>().Select(each => each.Content)).ShouldStartWith("""{"approved": true""");
        events[^1].ShouldBeOfType<FinalEvent>();
    }

    [Fact]
    public async Task A_target_thinks_in_its_own_conversation()
    {
        Actors actors = new(asked => asked.Input.Contains("step by step") ? "hm" : "done");
        AgentType target = Stage.Agent("thinker", "reasoning");
        target = target with { Config = target.Config with { Target = [] } };
        await using LocalRunner runner = _stage.Runner(actors);

        TopologyRunResult result = await Stage.RunAsync(runner, target);

        result.Output!["output"]!.ToString().ShouldBe("done");
        result.Usage.InputTokens.ShouldBe(20);
    }
}
