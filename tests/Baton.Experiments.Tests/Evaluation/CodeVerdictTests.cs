using System.Text.Json;
using Baton.Experiments.Evaluation;
using Baton.Experiments.Evaluation.Code;

namespace Baton.Experiments.Tests.Evaluation;

public sealed class CodeVerdictTests
{
    [Theory]
    [InlineData("true", "pass", 1.0)]
    [InlineData("false", "fail", 0.0)]
    [InlineData("0.7", "pass", 0.7)]
    [InlineData("0.69", "fail", 0.69)]
    [InlineData("1", "pass", 1.0)]
    [InlineData("""{"score": 0.2, "passed": true}""", "pass", 0.2)]
    [InlineData("""{"value": 0.9, "pass": false}""", "fail", 0.9)]
    [InlineData("""{"passed": false}""", "fail", 0.0)]
    [InlineData("""{"score": true}""", "pass", 1.0)]
    [InlineData("""{"skipped": true}""", "skipped", null)]
    [InlineData("7", "error", null)]
    [InlineData("-0.1", "error", null)]
    [InlineData("\"good\"", "error", null)]
    [InlineData("[1]", "error", null)]
    [InlineData("{}", "error", null)]
    [InlineData("null", "error", null)]
    [InlineData("""{"score": "high"}""", "error", null)]
    [InlineData("""{"score": 0.5, "passed": "yes"}""", "error", null)]
    public void What_was_returned_becomes_a_score(string returned, string status, double? value)
    {
        Score score = CodeVerdict.Read("mine", JsonElement.Parse(returned), 0.7);

        score.Status.Word().ShouldBe(status);
        score.Value.ShouldBe(value);
    }

    [Fact]
    public void Reason_and_details_are_kept()
    {
        Score score = CodeVerdict.Read(
            "mine",
            JsonElement.Parse("""{"score": 1, "reason": "polite", "details": {"tone": "warm"}}"""),
            0.7
        );

        score.Reason.ShouldBe("polite");
        score.Details!.ToJsonString().ShouldBe("""{"tone":"warm"}""");
    }

    [Fact]
    public void What_is_no_score_is_shown_with_what_would_be() =>
        CodeVerdict
            .Read("mine", JsonElement.Parse("\"good\""), 0.7)
            .Reason.ShouldBe(
                "it returned `\"good\"`; return true or false, a number from 0 to 1, or an object with `score` or `passed`"
            );
}
