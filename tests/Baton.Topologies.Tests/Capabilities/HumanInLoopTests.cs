using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Runners;
using Baton.Topologies.Store;

namespace Baton.Topologies.Tests.Capabilities;

/// <summary>People who have a say: the execution pauses, and goes on where it was, in whatever process.</summary>
public sealed class HumanInLoopTests
{
    private readonly Stage _stage = new();

    [Fact]
    public async Task An_answer_waits_for_a_person_and_is_used_as_it_was_once_approved()
    {
        int asked = 0;
        TopologyRunResult paused = await RunAsync(_ => $"draft {++asked}", "{}");

        paused.Status.ShouldBe(ExecutionStatus.Paused);
        paused.Error!.ShouldContain("waits for a person at `writer`: May the answer of `writer` be used?");
        Approval question = (await _stage.Approvals.ReadAsync(paused.ExecutionId, CancellationToken.None)).Single();
        (question.Request.Path, question.Request.Slot, question.Request.Context).ShouldBe(
            ("writer", "writer", "draft 1")
        );

        await _stage.Approvals.ApproveAsync(paused);
        TopologyRunResult done = await ResumeAsync(_ => $"draft {++asked}", paused);

        done.Status.ShouldBe(ExecutionStatus.Completed);
        done.Output!["output"]!.ToString().ShouldBe("draft 1");
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_decision_a_resume_waits_on_and_asks_nobody_twice()
    {
        TopologyRunResult paused = await RunAsync(_ => "draft", "{}");
        TopologyRunResult still = await ResumeAsync(_ => "other", paused);

        still.Status.ShouldBe(ExecutionStatus.Paused);
        (await _stage.Approvals.ReadAsync(paused.ExecutionId, CancellationToken.None)).Count.ShouldBe(1);
        _stage.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejection_reaches_the_agent_with_its_answer_and_the_next_one_waits_again()
    {
        static string Model(string message) => message.Contains("shorter") ? "short" : "much too long";
        TopologyRunResult paused = await RunAsync(Model, "{}");
        await _stage.Approvals.RejectAsync(paused, "make it shorter");
        TopologyRunResult again = await ResumeAsync(Model, paused);
        await _stage.Approvals.ApproveAsync(again);
        TopologyRunResult done = await ResumeAsync(Model, again);

        again.Error!.ShouldContain("`writer/revision-1`");
        done.Output!["output"]!.ToString().ShouldBe("short");
        JsonObject told = JsonNode.Parse(_stage.Requests.Last().Messages[^1].Text)!.AsObject();
        ((string?)told["rejected_answer"], (string?)told["feedback"]).ShouldBe(("much too long", "make it shorter"));
        (await StepsAsync(done)).ShouldBe(["writer", "writer/revision-1"]);
    }

    [Fact]
    public async Task Who_rejects_too_often_or_for_good_ends_the_execution_with_the_last_words()
    {
        TopologyRunResult once = await RunAsync(_ => "no", """{"max_rejections": 0}""");
        await _stage.Approvals.RejectAsync(once, "hopeless");
        TopologyRunResult ended = await ResumeAsync(_ => "no", once);
        TopologyRunResult final = await RunAsync(_ => "no", """{"on_rejection": "abort"}""");
        await _stage.Approvals.RejectAsync(final, "never");

        ended.Error!.ShouldContain("the last of 1 answers (`max_rejections` is 0): hopeless");
        (await ResumeAsync(_ => "no", final)).Error.ShouldBe("A person rejected `writer`: never");
    }

    [Fact]
    public async Task Asked_before_the_agent_is_not_invoked_until_then_and_hears_a_rejection()
    {
        TopologyRunResult paused = await RunAsync(message => $"got {message}", """{"ask": "before"}""");
        _stage.Requests.ShouldBeEmpty();
        await _stage.Approvals.RejectAsync(paused, "mind the tone");
        TopologyRunResult done = await ResumeAsync(message => $"got {message}", paused);

        done.Status.ShouldBe(ExecutionStatus.Completed);
        done.Output!["output"]!.ToString().ShouldContain("mind the tone");
        _stage.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Steps_that_are_not_named_need_nobody()
    {
        TopologyRunResult done = await RunAsync(_ => "fine", """{"steps": ["merge"]}""");

        done.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Theory]
    [InlineData("""{"timeout": "1h"}""", null)]
    [InlineData("""{"timeout": "1h", "on_timeout": "continue"}""", "draft")]
    [InlineData("""{"timeout": "1h", "on_timeout": "default", "default_answer": "nothing new"}""", "nothing new")]
    public async Task After_the_time_out_a_resume_does_what_was_agreed_on(string settings, string? output)
    {
        TopologyRunResult paused = await RunAsync(_ => "draft", settings);
        TopologyRunResult early = await ResumeAsync(_ => "draft", paused);
        _stage.Time.Advance(TimeSpan.FromHours(2));
        TopologyRunResult late = await ResumeAsync(_ => "draft", paused);

        early.Status.ShouldBe(ExecutionStatus.Paused);
        if (output is null)
        {
            late.Status.ShouldBe(ExecutionStatus.Failed);
            late.Error!.ShouldContain("Nobody decided about `writer` until");
            await _stage.Approvals.ApproveAsync(paused);
            (await ResumeAsync(_ => "draft", paused)).Status.ShouldBe(ExecutionStatus.Completed);
        }
        else
        {
            late.Output!["output"]!.ToString().ShouldBe(output);
            (await _stage.Approvals.RejectAsync(paused, "too late")).ShouldBe(0);
        }
    }

    [Fact]
    public async Task What_waits_for_a_person_keeps_nothing_else_from_being_done()
    {
        foreach (bool atOnce in new[] { false, true })
        {
            Actors actors = new(asked => asked.Slot);
            await using TopologyRunner runner = atOnce
                ? new AsyncRunner(8, place: _stage.Place(actors))
                : new LocalRunner(place: _stage.Place(actors));
            Dictionary<string, AgentType> agents = new(StringComparer.Ordinal)
            {
                ["a"] = Stage.Agent("a", "human_in_loop"),
                ["b"] = Stage.Agent("b"),
                ["c"] = Stage.Agent("c", "human_in_loop"),
            };

            TopologyRunResult paused = await runner.RunAsync(
                Scenarios.Of("e", new EnsembleConfig { AggregationMethod = AggregationMethod.Concat }),
                agents,
                Scenario.Input
            );
            int decided = await _stage.Approvals.ApproveAsync(paused);
            TopologyRunResult done = await runner.ResumeAsync(paused.ExecutionId);

            paused.Status.ShouldBe(ExecutionStatus.Paused);
            decided.ShouldBe(2);
            done.Output!["output"]!.ToString().ShouldBe("a\n\nb\n\nc");
            actors.Asked.Count.ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_pipeline_pauses_after_its_checkpoints_and_a_rejected_stage_is_done_again()
    {
        Actors actors = new(asked => asked.Input.Contains("feedback") ? "better" : Scenarios.Echo(asked));
        await using LocalRunner runner = new(place: _stage.Place(actors));
        Topology topology = Scenarios.Of("p", new PipelineConfig { CheckpointAfter = ["draft"] });

        TopologyRunResult paused = await runner.RunAsync(topology, Actors.In("draft", "publish"), Scenario.Input);
        await _stage.Approvals.RejectAsync(paused, "dull");
        TopologyRunResult again = await runner.ResumeAsync(paused.ExecutionId);
        await _stage.Approvals.ApproveAsync(again);
        TopologyRunResult done = await runner.ResumeAsync(paused.ExecutionId);

        paused.Error!.ShouldContain("May the pipeline go on after `draft`?");
        again.Status.ShouldBe(ExecutionStatus.Paused);
        done.Output!["output"]!.ToString().ShouldBe("publish(better)");
        actors.Paths.ShouldBe(["draft", "draft/revision-1", "publish"]);
    }

    [Fact]
    public async Task A_stream_tells_the_question_and_ends_with_the_wait()
    {
        Actors actors = new(_ => "draft");
        await using LocalRunner runner = new(place: _stage.Place(actors));
        (Topology topology, Dictionary<string, AgentType> agents) = Stage.Pipeline(
            Stage.Agent("writer", "human_in_loop")
        );
        List<AgentEvent> events = [];
        await foreach (AgentEvent happened in runner.StreamAsync(topology, agents, Scenario.Input))
        {
            events.Add(happened);
        }

        events
            .OfType<ObservationEvent>()
            .Single()
            .Data!.Value.GetProperty("question")
            .GetString()
            .ShouldBe("May the answer of `writer` be used?");
        events[^1].ShouldBeOfType<LimitEvent>().Limit.ShouldBe("approval");
    }

    private async Task<TopologyRunResult> RunAsync(Func<string, string> model, string settings)
    {
        await using LocalRunner runner = _stage.Runner(model);
        return await Stage.RunAsync(runner, Stage.Agent("writer", Stage.With("human_in_loop", settings)));
    }

    private async Task<TopologyRunResult> ResumeAsync(Func<string, string> model, TopologyRunResult paused)
    {
        await using LocalRunner runner = _stage.Runner(model);
        return await runner.ResumeAsync(paused.ExecutionId);
    }

    private async Task<string[]> StepsAsync(TopologyRunResult result) =>
        [
            .. (await _stage.Executions.ReadStepsAsync(result.ExecutionId, CancellationToken.None)).Select(step =>
                step.Path
            ),
        ];
}
