using Baton.Experiments.Evaluation.Judges.Replies;
using Baton.Experiments.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Evaluation.Judges.Replies;

public sealed class JsonReplyTests
{
    private static readonly ScoreScale ZeroToTen = new(0, 10);

    [Theory]
    [InlineData("""{"evidence": "It says so.", "reason": "right", "score": 8}""", 8)]
    [InlineData("""{"score": 8.5}""", 8.5)]
    [InlineData("""{"score": "8"}""", 8)]
    [InlineData("""{"score": "8/10"}""", 8)]
    [InlineData("""{"score": 0}""", 0)]
    [InlineData("```json\n{\"reason\": \"right\", \"score\": 8}\n```", 8)]
    [InlineData("Here you are: {'reason': 'It's right', 'score': 8,}", 8)]
    [InlineData("""The answer {"a": 1} is right. {"score": 8}""", 8)]
    [InlineData("""[{"score": 8}]""", 8)]
    public void The_score_is_found(string reply, double score)
    {
        GivenScore? given = Read(reply, out string? problem);

        problem.ShouldBeNull();
        given!.Score.ShouldBe(score);
    }

    [Theory]
    [InlineData("""{"score": 11}""", "11, which is not between 0 and 10")]
    [InlineData("""{"score": -1}""", "-1, which is not between 0 and 10")]
    [InlineData("""{"score": "85%"}""", "percentage")]
    [InlineData("""{"score": "high"}""", "names no score")]
    [InlineData("""{"score": null}""", "has no number as `score`")]
    [InlineData("""{"score": true}""", "has no number as `score`")]
    [InlineData("""{"score": [8]}""", "has no number as `score`")]
    [InlineData("""{"rating": 8}""", "is not the JSON object asked for")]
    [InlineData("""{"reason": "The answer is cut o""", "is not the JSON object asked for")]
    [InlineData("8", "is not the JSON object asked for")]
    public void What_is_no_score_is_refused(string reply, string message)
    {
        Read(reply, out string? problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain(message);
    }

    [Theory]
    [InlineData("""{"reason": " right ", "evidence": "x", "score": 8}""", "right")]
    [InlineData("""{"evidence": ["a", "b"], "score": 8}""", "a; b")]
    [InlineData("""{"score": 8, "reason": ""}""", null)]
    public void The_reason_is_kept(string reply, string? reason) => Read(reply, out _)!.Reason.ShouldBe(reason);

    [Fact]
    public void Any_score_survives_being_written() =>
        Prop.ForAll<int, NonNull<string>>(
                static (score, reason) =>
                {
                    string json = System.Text.Json.JsonSerializer.Serialize(
                        new Dictionary<string, object> { ["reason"] = reason.Get, ["score"] = score }
                    );
                    return (Read(json, out _)?.Score == score) == (score is >= 0 and <= 10);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static GivenScore? Read(string reply, out string? problem)
    {
        problem = "is not the JSON object asked for";
        return AnswerObject.Find(reply, JsonReply.Score) is { } answer
            ? JsonReply.Read(answer, ZeroToTen, out problem)
            : null;
    }
}
