using System.Text.Json.Nodes;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Judges;
using Baton.Experiments.Evaluation.Settings;
using Baton.Experiments.Tests.Conversations.Supervisors;
using Baton.Experiments.Tests.Models;

namespace Baton.Experiments.Tests.Evaluation.Judges;

/// <summary>A model server that fails in every way it knows: each failure is a score that says so.</summary>
[Trait("Needs", "Node")]
public sealed class JudgeFaultTests(ModelServerFixture fixture) : IClassFixture<ModelServerFixture>, IAsyncLifetime
{
    private readonly JudgeLab _lab = new(fixture.Server);

    /// <summary>Faults of the server, the error's kind, and words of the reason.</summary>
    public static TheoryData<string, string, string, string> FaultsEverywhere
    {
        get
        {
            TheoryData<string, string, string, string> data = [];
            foreach (string provider in (string[])["openai", "anthropic", "ollama"])
            {
                data.Add(provider, """{"dropRate": 1}""", "http_status", "500");
                data.Add(provider, """{"malformedRate": 1}""", "protocol", "");
                data.Add(provider, """{"disconnectRate": 1}""", "connection_lost", "");
                data.Add(provider, """{"rateLimitRate": 1}""", "rate_limited", "429");
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
    [MemberData(nameof(FaultsEverywhere))]
    public async Task A_server_that_keeps_failing_is_an_error_with_its_reason(
        string provider,
        string fault,
        string kind,
        string words
    )
    {
        await _lab.AlwaysAsync(provider, 4);
        await fixture.Server.DisturbAsync(JsonNode.Parse(fault)!.AsObject());

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion, provider),
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Value.ShouldBeNull();
        score.Reason.ShouldNotBeNull().ShouldStartWith("the judge failed: ");
        score.Reason.ShouldContain(words);
        score.Reason.ShouldNotContain(ModelServerFixture.Key);
        score.Details!["samples"]![0]!["kind"]!.GetValue<string>().ShouldBe(kind);
        score.Details["calls"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("openai", 429)]
    [InlineData("openai", 500)]
    [InlineData("openai", 503)]
    [InlineData("anthropic", 429)]
    [InlineData("anthropic", 529)]
    [InlineData("ollama", 500)]
    public async Task A_server_that_fails_once_is_asked_again(string provider, int status)
    {
        await _lab.AlwaysAsync(provider, 4);
        await fixture.Server.FailNextAsync(status, "try later");

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion, provider),
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(ScoreStatus.Pass, score.Reason);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("ollama")]
    public async Task Replies_in_prose_are_an_error_that_shows_the_last(string provider)
    {
        await fixture.Server.AddAsync(
            new JsonObject { ["match"] = new JsonObject(), ["response"] = VoiceLab.Text("I liked all 3 answers.") }
        );

        Score score = await _lab.ScoreAsync(
            _lab.BuiltIn(BuiltInJudge.GoalCompletion, provider),
            Judged.Answer("By Friday.")
        );

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Reason.ShouldNotBeNull().ShouldContain("I liked all 3 answers.");
        score.Details!["calls"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_score_off_the_scale_is_an_error()
    {
        await _lab.AlwaysAsync("openai", 11);

        Score score = await _lab.ScoreAsync(_lab.BuiltIn(BuiltInJudge.GoalCompletion), Judged.Answer("By Friday."));

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Reason.ShouldNotBeNull().ShouldContain("gives 11, which is not between 1 and 5");
    }

    [Fact]
    public async Task A_wrong_key_is_told_before_anything_is_judged()
    {
        LlmJudge judge = _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion) with { ApiKey = "sk-wrong" });

        string? problem = await judge.StartAsync(TestContext.Current.CancellationToken);

        problem.ShouldNotBeNull().ShouldNotContain("sk-wrong");
    }

    [Fact]
    public async Task A_judgement_that_takes_too_long_is_an_error_and_its_call_is_counted()
    {
        await _lab.AlwaysAsync("openai", 4);
        await fixture.Server.DisturbAsync(new JsonObject { ["latencyMs"] = 20_000 });

        // The clock of the test lets waits of up to 9 s end at once.
        JudgeBench bench = _lab.Bench(new EvaluationLimits { TimeoutSeconds = TimeSpan.FromSeconds(5) });
        Score score = await _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion), bench)
            .EvaluateAsync(Judged.Answer("By Friday."), TestContext.Current.CancellationToken);

        score.Status.ShouldBe(ScoreStatus.Error);
        score.Reason.ShouldBe("the judge took longer than 5 s (`evaluation.limits.timeout_seconds`)");
        score.Details!["samples"]![0]!["kind"]!.GetValue<string>().ShouldBe("timeout");
    }

    [Fact]
    public async Task A_judge_that_is_cancelled_ends_and_gives_no_score()
    {
        await _lab.AlwaysAsync("openai", 4);
        await fixture.Server.DisturbAsync(new JsonObject { ["latencyMs"] = 20_000 });
        using CancellationTokenSource ended = new();
        Task<Score> judging = _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion))
            .EvaluateAsync(Judged.Answer("By Friday."), ended.Token)
            .AsTask();

        await ended.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => judging);
    }

    [Fact]
    public async Task Failures_are_not_kept()
    {
        await fixture.Server.FailNextAsync(400, "no such model");
        await _lab.AlwaysAsync("openai", 4);
        JudgeBench bench = _lab.Bench();
        LlmJudge judge = _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion), bench);

        Score failed = await judge.EvaluateAsync(Judged.Answer("By Friday."), TestContext.Current.CancellationToken);
        Score again = await judge.EvaluateAsync(Judged.Answer("By Friday."), TestContext.Current.CancellationToken);

        failed.Status.ShouldBe(ScoreStatus.Error);
        again.Status.ShouldBe(ScoreStatus.Pass);
    }

    [Fact]
    public async Task Of_many_judgements_under_faults_none_is_lost()
    {
        await _lab.AlwaysAsync("openai", 4);
        await fixture.Server.DisturbAsync(
            new JsonObject
            {
                ["dropRate"] = 0.2,
                ["malformedRate"] = 0.2,
                ["disconnectRate"] = 0.2,
            }
        );
        JudgeBench bench = _lab.Bench();
        LlmJudge judge = _lab.Judge(_lab.BuiltIn(BuiltInJudge.GoalCompletion) with { Attempts = 1 }, bench);

        Score[] scores = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    judge.EvaluateAsync(Judged.Answer($"By day {i}."), TestContext.Current.CancellationToken).AsTask()
                )
        );

        scores.ShouldAllBe(static score =>
            score.Status == ScoreStatus.Pass || (score.Status == ScoreStatus.Error && score.Reason!.Length > 20)
        );
        scores.ShouldContain(static score => score.Status == ScoreStatus.Error);
        bench.Calls.ShouldBeGreaterThanOrEqualTo(60);
    }
}
