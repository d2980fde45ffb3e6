using System.Text.Json.Nodes;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;

namespace Baton.Topologies.Tests.Patterns;

/// <summary>What each pattern asks, and when it fails.</summary>
public sealed class PatternTests
{
    [Fact]
    public async Task A_stage_is_shown_the_question_what_is_current_and_the_stages_before_it()
    {
        Actors actors = new(asked => $"{asked.Slot} out");

        JsonObject output = await RunAsync(
            new PipelineConfig { Stages = ["c", "a", "b"], MaxPreviousStages = 1 },
            Actors.In("a", "b", "c"),
            actors
        );

        actors.Paths.ShouldBe(["c", "a", "b"]);
        JsonNode
            .Parse(actors.Asked.Last().Input)!
            .ToJsonString()
            .ShouldBe(
                """{"original_input":{"prompt":"Go"},"current":"a out","previous_stages":[{"stage":"a","output":"a out"}]}"""
            );
        output["stages"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Members_of_an_ensemble_get_the_plain_question_and_temperatures_that_differ()
    {
        Actors actors = new(_ => "yes");

        await RunAsync(
            new EnsembleConfig { AggregationMethod = AggregationMethod.Vote },
            Actors.In("a", "b", "c"),
            actors
        );

        actors.Asked.ShouldAllBe(asked => asked.Input == "Go");
        actors.Asked.Select(asked => asked.Agent.Config.Temperature).ShouldBe([0.4, 0.7, 1.0]);
    }

    [Fact]
    public async Task An_ensemble_bears_as_many_failures_as_its_threshold_says()
    {
        Actors actors = new(asked => asked.Slot is "a" or "b" ? "FAIL" : "yes");
        EnsembleConfig config = new() { AggregationMethod = AggregationMethod.Vote };

        JsonObject output = await RunAsync(config, Actors.In("a", "b", "c", "d"), actors);
        TopologyRunResult failed = await ResultAsync(
            config with
            {
                FailureThreshold = 0.4,
            },
            Actors.In("a", "b", "c", "d"),
            actors
        );

        output["output"]!.ToString().ShouldBe("yes");
        output["members"]![0]!["error"]!.ToString().ShouldBe("FAIL");
        failed.Error!.ShouldContain("2 of 4 members failed");
    }

    [Fact]
    public async Task The_aggregator_is_shown_every_answer_with_its_confidence()
    {
        Actors actors = new(asked =>
            asked.Slot == "aggregator" ? "both" : $$"""{"answer": "{{asked.Slot}}!", "confidence": 0.8}"""
        );

        await RunAsync(new EnsembleConfig(), Actors.In("a", "b", "aggregator"), actors);

        JsonNode shown = JsonNode.Parse(actors.Asked.Last().Input)!;
        shown["answers"]!
            .ToJsonString()
            .ShouldBe("""[{"slot":"a","answer":"a!","confidence":0.8},{"slot":"b","answer":"b!","confidence":0.8}]""");
    }

    [Theory]
    [InlineData(0.9, "opening/proponent opening/opponent verdict")]
    [InlineData(0.5, "opening/proponent opening/opponent round-1/proponent round-1/opponent verdict")]
    public async Task A_debate_ends_early_when_both_sides_agree(double agreement, string steps)
    {
        Actors actors = new(asked =>
            asked.Slot == "mediator"
                ? """{"winner": "draw", "verdict": "Yes"}"""
                : $$"""{"stance": "Yes, for.", "argument": "…", "agreement": {{agreement}}}"""
        );

        JsonObject output = await RunAsync(
            new DebateConfig { MaxRounds = 1 },
            Actors.In("proponent", "opponent", "mediator"),
            actors
        );

        actors.Paths.ShouldBe(steps.Split(' '));
        ((bool)output["converged"]!).ShouldBe(agreement > 0.8);
    }

    [Fact]
    public async Task An_answer_that_has_not_the_form_fails_the_step_with_what_is_wrong()
    {
        TopologyRunResult result = await ResultAsync(
            new DebateConfig(),
            Actors.In("proponent", "opponent", "mediator"),
            new Actors(_ => "I am for it.")
        );

        result.Error!.ShouldContain("opening/proponent");
        result.Error!.ShouldContain("has not the form `position`");
        result.Error!.ShouldContain("I am for it.");
    }

    [Fact]
    public async Task Checkers_are_told_what_to_look_at_and_half_of_them_must_answer()
    {
        Actors actors = new(asked =>
            asked.Slot == "primary" ? "42"
            : asked.Slot == "checker_b" ? "FAIL"
            : """{"approved": true}"""
        );
        CrosscheckConfig config = new() { CheckerSpecializations = ["the numbers", "the words"] };

        JsonObject output = await RunAsync(config, Actors.In("primary", "checker_a", "checker_b"), actors);
        TopologyRunResult failed = await ResultAsync(
            config,
            Actors.In("primary", "checker_b"),
            new Actors(asked => asked.Slot == "primary" ? "42" : "FAIL")
        );

        ((bool)output["approved"]!).ShouldBeTrue();
        actors.Asked.Single(asked => asked.Slot == "checker_a").Input.ShouldContain("the numbers");
        failed.Error!.ShouldContain("Only 0 of 1 checkers answered");
    }

    [Fact]
    public async Task Unanimity_can_be_required_whatever_the_consensus_says()
    {
        Actors actors = new(asked =>
            asked.Slot == "primary" ? "42"
            : asked.Slot == "checker_c" ? """{"approved": false}"""
            : """{"approved": true}"""
        );

        JsonObject output = await RunAsync(
            new CrosscheckConfig { RequireUnanimousForApproval = true },
            Actors.In("primary", "checker_a", "checker_b", "checker_c"),
            actors
        );

        ((bool)output["approved"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Parts_go_to_those_who_can_do_them_and_are_spread_among_equals()
    {
        Actors actors = new(asked =>
            asked.Step == "plan"
                ? """
                    {"subtasks": [
                        {"task": "1", "capabilities": ["sums"]},
                        {"task": "2", "capabilities": ["SUMS"]},
                        {"task": "3", "capabilities": ["sums", "proofs"]},
                        {"task": "4", "capabilities": ["songs"]}]}
                    """
                : "done"
        );
        Dictionary<string, AgentType> agents = new(StringComparer.Ordinal)
        {
            ["coordinator"] = Actors.Type("coordinator"),
            ["ann"] = Actors.Type("ann", "sums"),
            ["bob"] = Actors.Type("bob", "sums", "proofs"),
            ["eve"] = Actors.Type("eve"),
        };

        JsonObject output = await RunAsync(new DelegationConfig { FallbackAgentName = "eve" }, agents, actors);
        TopologyRunResult failed = await ResultAsync(new DelegationConfig(), agents, actors);

        output["subtasks"]!.AsArray().Select(part => part!["slot"]!.ToString()).ShouldBe(["ann", "bob", "bob", "eve"]);
        failed.Error!.ShouldContain("No specialist can do the subtask `4` (it takes: songs)");
    }

    [Fact]
    public async Task An_unsure_answer_is_escalated_one_level_up()
    {
        Actors actors = new(Scenarios.All["chain"].Play);

        JsonObject output = await RunAsync(new ChainConfig(), Scenarios.All["chain"].Agents, actors);

        actors
            .Paths.Order(StringComparer.Ordinal)
            .ShouldBe([
                "plan",
                "synthesis",
                "task-1/plan",
                "task-1/task-1/answer",
                "task-1/task-2/answer",
                "task-1/task-2/escalation",
                "task-2/plan",
                "task-2/task-1/answer",
                "task-2/task-2/answer",
                "task-2/task-2/escalation",
            ]);
        output["results"]!.AsArray().Select(result => (bool)result!["escalated"]!).ShouldBe([false, true, false, true]);
    }

    [Theory]
    [InlineData("""{"prompt": "Go", "route_to": "b"}""", "b")]
    [InlineData("""{"prompt": "Go", "kind": "bug"}""", "a")]
    [InlineData("""{"prompt": "Go", "kind": "other"}""", null)]
    public async Task A_conditional_compound_takes_the_part_that_fits(string input, string? part)
    {
        CompoundConfig config = new()
        {
            CompositionType = CompositionType.Conditional,
            SubTopologies =
            [
                Part("a") with
                {
                    When = new PartCondition("kind", "bug"),
                    InputMapping = new Dictionary<string, string> { ["prompt"] = "prompt" },
                },
                Part("b") with
                {
                    When = new PartCondition("kind", "praise"),
                },
            ],
        };
        Actors actors = new(Scenarios.Echo);
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        TopologyRunResult result = await runner.RunAsync(
            Scenarios.Of("c", config),
            Actors.In("a/x", "b/x"),
            JsonNode.Parse(input)!.AsObject()
        );

        (result.Output?["parts"]?.AsObject().Single().Key).ShouldBe(part);
        result.Status.ShouldBe(part is null ? ExecutionStatus.Failed : ExecutionStatus.Completed);
    }

    [Fact]
    public async Task A_router_s_output_chooses_the_part_after_it()
    {
        CompoundConfig config = new()
        {
            CompositionType = CompositionType.Conditional,
            SubTopologies =
            [
                Part("router"),
                Part("bugs") with
                {
                    When = new PartCondition("output", "bug"),
                },
                Part("praise") with
                {
                    When = new PartCondition("output", "praise"),
                },
            ],
        };

        JsonObject output = await RunAsync(
            config,
            Actors.In("router/x", "bugs/x", "praise/x"),
            new Actors(asked => asked.Step.StartsWith("router", StringComparison.Ordinal) ? "praise" : "thanks")
        );

        output["output"]!.ToString().ShouldBe("thanks");
        output["parts"]!.AsObject().Select(part => part.Key).ShouldBe(["router", "praise"]);
    }

    [Fact]
    public async Task Overrides_of_a_slot_hold_there_and_positions_order_the_slots()
    {
        Actors actors = new(_ => "ok");
        Topology topology = Scenarios.Of("p", new PipelineConfig()) with
        {
            Members = new Dictionary<string, TopologyMember>
            {
                ["last"] = new() { Agent = "ann", Position = 2 },
                ["first"] = new()
                {
                    Agent = "ann",
                    Position = 1,
                    ConfigOverrides = new ConfigOverrides { SystemPrompt = "Be first." },
                },
            },
        };
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });

        await runner.RunAsync(
            topology,
            new Dictionary<string, AgentType> { ["ann"] = Actors.Type("ann") },
            Scenario.Input
        );

        actors.Paths.ShouldBe(["first", "last"]);
        actors.Asked.Select(asked => asked.Agent.Config.SystemPrompt).ShouldBe(["Be first.", ""]);
    }

    private static CompoundPart Part(string name) =>
        new() { Name = name, Topology = Scenarios.Of(name, new PipelineConfig()) };

    private static async Task<JsonObject> RunAsync(
        TopologyConfig config,
        Dictionary<string, AgentType> agents,
        Actors actors
    )
    {
        TopologyRunResult result = await ResultAsync(config, agents, actors);
        result.Error.ShouldBeNull();
        return result.Output!;
    }

    private static async Task<TopologyRunResult> ResultAsync(
        TopologyConfig config,
        Dictionary<string, AgentType> agents,
        Actors actors
    )
    {
        await using LocalRunner runner = new(place: new RunnerPlace { Agents = actors });
        return await runner.RunAsync(Scenarios.Of("topology", config), agents, Scenario.Input);
    }
}
