using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Conversations.Supervisors;
using Baton.Experiments.Tests.Models;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Evaluation.Judges;

/// <summary>Judges ask a real server of someone else's.</summary>
[Trait("Needs", "Node")]
public sealed class LlmJudgeTests(ModelServerFixture fixture) : IClassFixture<ModelServerFixture>, IAsyncLifetime
{
    private readonly JudgeLab _lab = new(fixture.Server);

    public static TheoryData<BuiltInJudge, string> EveryJudgeEverywhere
    {
        get
        {
            TheoryData<BuiltInJudge, string> data = [];
            foreach (BuiltInJudge judge in Enum.GetValues<BuiltInJudge>())
            {
                data.Add(judge, "openai");
                data.Add(judge, "anthropic");
                data.Add(judge, "ollama");
            }

            return data;
        }
    }

    public async ValueTask InitializeAsync() => await fixture.Server.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(EveryJudgeEverywhere))]
    public async Task Every_judge_works_with_every_provider(BuiltInJudge judge, string provider)
    {
        string reply = judge == BuiltInJudge.Pairwise ? JudgeLab.Winner("tie") : JudgeLab.Verdict(4);
        await fixture.Server.AddAsync(
            new JsonObject
            {
                ["match"] = new JsonObject(),
                ["response"] = VoiceLab.Answer(
                    provider,
                    judge == BuiltInJudge.Pairwise ? "comparison" : "judgement",
                    reply
                ),
            }
        );

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(judge, provider),
            Judged.Answer("It comes by Friday.", expected: "By Friday")
        );

        score.Status.ShouldBe(ScoreStatus.Pass, score.Reason);
        score.Value.ShouldBe(judge == BuiltInJudge.Pairwise ? 0.5 : 0.75);
        score.Tokens.ShouldNotBeNull();
        score.Details!["samples"]![0]!["evidence"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_score_comes_with_its_reason_evidence_tokens_and_cost()
    {
        await _lab.AlwaysAsync("openai", 3);

        Score score = await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.ResponseClarity), Judged.Answer("By Friday."));

        score.Status.ShouldBe(ScoreStatus.Fail);
        score.Value.ShouldBe(0.5);
        score.Reason.ShouldBe("It names the day.");
        score.Tokens!.Total.ShouldBe(1100);
        score.Cost.ShouldBe(0.00021m);
        score.IsCached.ShouldBeFalse();
        JsonObject details = score.Details!;
        details["judge"]!.GetValue<string>().ShouldBe("response_clarity");
        details["score"]!.GetValue<double>().ShouldBe(3);
        details["max_score"]!.GetValue<double>().ShouldBe(5);
        details["calls"]!.GetValue<int>().ShouldBe(1);
        details["samples"]![0]!["evidence"]!.GetValue<string>().ShouldBe("It says `by Friday`.");
    }

    [Fact]
    public async Task A_prompt_of_ones_own_is_filled_in()
    {
        await _lab.InTurnAsync("Score: 8");

        Score score = await _lab.ScoreAsync(
            _lab.Asking(
                "Rate 1-10 how {persona} likes {output} to {input} with {metadata.tone}.",
                ScoreParser.FirstNumber1To10
            ),
            Judged.Answer(
                "By {input} Friday",
                metadata: new JsonObject { ["tone"] = "friendly" },
                persona: new Persona { Name = "novice", Goals = ["get it soon"] }
            )
        );

        score.Value.ShouldBe(0.8);
        score.Status.ShouldBe(ScoreStatus.Pass);
        string asked = await AskedAsync(0);
        asked.ShouldContain("By {input} Friday");
        asked.ShouldContain("Where is my parcel?");
        asked.ShouldContain("friendly");
        asked.ShouldContain("Goals: get it soon");
    }

    [Fact]
    public async Task A_reply_without_a_score_is_asked_for_again_and_both_are_paid()
    {
        await _lab.InTurnAsync("It lists 3 options.", "Score: 8");

        Score score = await _lab.ScoreAsync(
            _lab.Asking("How good is {output}?", ScoreParser.FirstNumber1To10),
            Judged.Answer("By Friday.")
        );

        score.Value.ShouldBe(0.8);
        score.Tokens!.Total.ShouldBe(2200);
        score.Details!["calls"]!.GetValue<int>().ShouldBe(2);
        (await AskedAsync(1)).ShouldContain("names no score");
    }

    [Theory]
    [InlineData("PASS", ScoreStatus.Pass, 1)]
    [InlineData("Verdict: FAIL, no day is named", ScoreStatus.Fail, 0)]
    public async Task Pass_or_fail_is_a_verdict(string reply, ScoreStatus status, double value)
    {
        await _lab.InTurnAsync(reply);

        Score score = await _lab.ScoreAsync(
            _lab.Asking("Does {output} name a day?", ScoreParser.PassFail),
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(status);
        score.Value.ShouldBe(value);
    }

    [Fact]
    public async Task Several_samples_are_put_together_and_their_spread_is_told()
    {
        await _lab.InTurnAsync(JudgeLab.Verdict(2), JudgeLab.Verdict(4), JudgeLab.Verdict(4));

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion) with
            {
                Samples = 3,
                SampleAggregate = SampleAggregate.Median,
            },
            Judged.Answer("By Friday.")
        );

        score.Value.ShouldBe(0.75);
        score.Status.ShouldBe(ScoreStatus.Pass);
        score.Reason.ShouldBe("4 of 5 from samples 2, 4, 4: It names the day.");
        JsonNode spread = score.Details!["spread"]!;
        spread["min"]!.GetValue<double>().ShouldBe(2);
        spread["max"]!.GetValue<double>().ShouldBe(4);
        spread["deviation"]!.GetValue<double>().ShouldBe(1.1547);
        score.Details["agreement"]!.GetValue<double>().ShouldBe(0.6667);
        score.Details["samples"]!.AsArray().Count.ShouldBe(3);
        score.Tokens!.Total.ShouldBe(3300);
    }

    [Fact]
    public async Task Samples_that_fail_are_told_beside_a_verdict_of_the_others()
    {
        await _lab.InTurnAsync("What?", "What again?", JudgeLab.Verdict(5), JudgeLab.Verdict(4));

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion) with
            {
                Samples = 3,
            },
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(ScoreStatus.Pass);
        score.Details!["score"]!.GetValue<double>().ShouldBe(4.5);
        score.Details["samples"]![0]!["error"]!.GetValue<string>().ShouldContain("What again?");
        score.Details["samples"]![0]!["kind"]!.GetValue<string>().ShouldBe("protocol");
        score.Tokens!.Total.ShouldBe(4400);
    }

    [Fact]
    public async Task Too_few_samples_are_an_error_and_no_zero()
    {
        await _lab.InTurnAsync("What?", "What?", JudgeLab.Verdict(5), "What?", "What?");

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion) with
            {
                Samples = 3,
            },
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Value.ShouldBeNull();
        score
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("2 of 3 samples came to no score, the first because the judge failed");
        score.Tokens!.Total.ShouldBe(5500);
    }

    [Theory]
    [InlineData("A", "B", 1, ScoreStatus.Pass, false)]
    [InlineData("B", "A", 0, ScoreStatus.Fail, false)]
    [InlineData("tie", "tie", 0.5, ScoreStatus.Pass, false)]
    [InlineData("A", "A", 0.5, ScoreStatus.Pass, true)]
    [InlineData("B", "B", 0.5, ScoreStatus.Pass, true)]
    [InlineData("A", "tie", 0.5, ScoreStatus.Pass, true)]
    public async Task A_preference_that_turns_with_the_order_is_a_tie(
        string first,
        string second,
        double value,
        ScoreStatus status,
        bool isOrderDependent
    )
    {
        await _lab.InTurnAsync(JudgeLab.Winner(first), JudgeLab.Winner(second));

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.Pairwise),
            Judged.Answer("By Friday.", expected: "On Friday at noon.")
        );

        score.Value.ShouldBe(value);
        score.Status.ShouldBe(status);
        score.Details!["samples"]![0]!["order_dependent"]!.GetValue<bool>().ShouldBe(isOrderDependent);
        string asked = await AskedAsync(0);
        asked
            .IndexOf("By Friday.", StringComparison.Ordinal)
            .ShouldBeLessThan(asked.IndexOf("at noon", StringComparison.Ordinal));
        asked = await AskedAsync(1);
        asked
            .IndexOf("By Friday.", StringComparison.Ordinal)
            .ShouldBeGreaterThan(asked.IndexOf("at noon", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_answer_can_stand_in_the_metadata()
    {
        await _lab.InTurnAsync(JudgeLab.Winner("A"), JudgeLab.Winner("B"));

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.Pairwise) with
            {
                Against = ComparedAnswer.Parse("metadata.baseline.text", null),
            },
            Judged.Answer(
                "By Friday.",
                metadata: new JsonObject { ["baseline"] = new JsonObject { ["text"] = "No idea." } }
            )
        );

        score.Value.ShouldBe(1);
        (await AskedAsync(0)).ShouldContain("No idea.");
    }

    [Fact]
    public async Task What_a_trace_does_not_tell_is_not_judged()
    {
        EvaluatedTrace trace = Judged.Answer("By Friday.");

        (await _lab.ScoreAsync(_lab.Asking("Is {output} {expected}?"), trace)).ShouldSatisfyAllConditions(
            static score => score.Status.ShouldBe(ScoreStatus.Skipped),
            static score => score.Reason.ShouldBe("the input says not what is `expected`")
        );
        (await _lab.ScoreAsync(_lab.Asking("Is {output} {metadata.topic}?"), trace)).Status.ShouldBe(
            ScoreStatus.Skipped
        );
        (await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.Pairwise), trace)).Status.ShouldBe(ScoreStatus.Skipped);
        (await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.Faithfulness), trace))
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("there is nothing to be faithful to");
        (await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.GoalCompletion), trace with { IsWhole = false }))
            .Reason.ShouldNotBeNull()
            .ShouldContain("save_traces");
        (await fixture.Server.RequestsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_optional_may_be_missing()
    {
        await _lab.AlwaysAsync("openai", 7);

        Score score = await _lab.ScoreAsync(_lab.Asking("Is {output} {expected?}?"), Judged.Answer("By Friday."));

        score.Status.ShouldBe(ScoreStatus.Pass);
    }

    [Fact]
    public async Task An_agent_that_said_nothing_fails_without_a_call()
    {
        Score score = await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.GoalCompletion), Judged.Answer(output: null));

        score.Status.ShouldBe(ScoreStatus.Fail);
        score.Value.ShouldBe(0);
        (await fixture.Server.RequestsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_whole_conversation_and_its_tools_are_told()
    {
        await _lab.AlwaysAsync("openai", 5);
        EvaluatedTrace trace = Judged.Conversation(
            ("user", "Refund me"),
            ("assistant", "Which order?"),
            ("user", "4711"),
            ("assistant", "Refunded.")
        );

        await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.GoalCompletion), trace);

        string asked = await AskedAsync(0);
        asked.ShouldContain("""{"turn":1,"user":"Refund me"}""");
        asked.ShouldContain("""{"turn":2,"agent":"Refunded."}""");
    }

    [Fact]
    public async Task What_was_asked_before_is_not_asked_again()
    {
        using TempWorkspace workspace = new();
        string file = workspace.PathOf("cache.jsonl");
        await _lab.AlwaysAsync("openai", 4);
        LlmJudgeSettings settings = _lab.BuiltIn(BuiltInJudge.GoalCompletion) with { Samples = 2 };
        EvaluatedTrace trace = Judged.Answer("By Friday.");
        using (JudgeBench first = _lab.Bench(cacheFile: file))
        {
            (await Evaluate(first, settings, trace)).IsCached.ShouldBeFalse();
            first.Calls.ShouldBe(2);
        }

        using JudgeBench second = _lab.Bench(cacheFile: file);
        Score again = await Evaluate(second, settings, trace);
        Score other = await Evaluate(second, settings with { Criteria = "Be strict." }, trace);

        again.IsCached.ShouldBeTrue();
        again.Value.ShouldBe(0.75);
        again.Cost.ShouldBeNull();
        other.IsCached.ShouldBeFalse();
        second.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_threshold_is_applied_to_kept_replies()
    {
        await _lab.AlwaysAsync("openai", 4);
        using JudgeBench bench = _lab.Bench();
        LlmJudgeSettings settings = _lab.BuiltIn(BuiltInJudge.GoalCompletion);
        EvaluatedTrace trace = Judged.Answer("By Friday.");

        (await Evaluate(bench, settings, trace)).Status.ShouldBe(ScoreStatus.Pass);
        (await Evaluate(bench, settings with { PassScore = 5 }, trace)).Status.ShouldBe(ScoreStatus.Fail);

        bench.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_question_at_once_is_asked_once()
    {
        await _lab.AlwaysAsync("openai", 4);
        using JudgeBench bench = _lab.Bench();
        LlmJudge judge = _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion), bench);

        Score[] scores = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ =>
                    judge.EvaluateAsync(Judged.Answer("By Friday."), TestContext.Current.CancellationToken).AsTask()
                )
        );

        scores.ShouldAllBe(static score => score.Value == 0.75);
        scores.Count(static score => !score.IsCached).ShouldBe(1);
        bench.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_are_limited_over_all_judges()
    {
        await _lab.AlwaysAsync("openai", 4);
        using JudgeBench bench = _lab.Bench(new EvaluationLimits { MaxLlmCalls = 3 });
        LlmJudgeSettings clarity = _lab.BuiltIn(BuiltInJudge.ResponseClarity);
        LlmJudgeSettings goal = _lab.BuiltIn(BuiltInJudge.GoalCompletion);

        Score[] scores = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .SelectMany(i =>
                    new[] { clarity, goal }.Select(judge => Evaluate(bench, judge, Judged.Answer($"By day {i}.")))
                )
        );

        scores.Count(static score => score.Status == ScoreStatus.Pass).ShouldBe(3);
        Score skipped = scores.First(static score => score.Status == ScoreStatus.Skipped);
        scores.Count(static score => score.Status == ScoreStatus.Skipped).ShouldBe(5);
        skipped.Reason.ShouldBe("the 3 calls of `evaluation.limits.max_llm_calls` are used up");
        (await fixture.Server.RequestsAsync()).Count.ShouldBe(3);
    }

    private static async Task<Score> Evaluate(JudgeBench bench, LlmJudgeSettings settings, EvaluatedTrace trace)
    {
        SectionErrors errors = new(written: null, "evaluators[0]");
        return await bench.Seat(settings, errors)!.EvaluateAsync(trace, TestContext.Current.CancellationToken);
    }

    /// <summary>What the user's message of a request said.</summary>
    private async Task<string> AskedAsync(int request) =>
        string.Join(
            '\n',
            (await fixture.Server.RequestsAsync())[request]["body"]!["messages"]!
                .AsArray()
                .Where(static message => message!["role"]!.GetValue<string>() == "user")
                .Select(static message => message!["content"]!.GetValue<string>())
        );
}
