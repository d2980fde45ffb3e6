using Baton.Experiments.Evaluation.Judges.Replies;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Evaluation.Judges.Replies;

public sealed class PassFailReplyTests
{
    [Theory]
    [InlineData("PASS", true)]
    [InlineData("Pass.", true)]
    [InlineData("**PASS**", true)]
    [InlineData("`FAIL`", false)]
    [InlineData("fail", false)]
    [InlineData("Passed", true)]
    [InlineData("PASS - the order number is named", true)]
    [InlineData("PASS because it does not fail in any point", true)]
    [InlineData("FAIL\n\nIt would pass if the price were named.", false)]
    [InlineData("It names the order number.\n\nPASS", true)]
    [InlineData("It fails to name the price.\n\n**Verdict: FAIL**", false)]
    [InlineData("Verdict: PASS", true)]
    [InlineData("The verdict is a pass.", true)]
    [InlineData("Verdict: not a pass", false)]
    [InlineData("Result: does not pass", false)]
    [InlineData("Result: it is fine. Decision: PASS", true)]
    [InlineData("PASS/FAIL: it is right.\nVerdict: PASS", true)]
    [InlineData("Overall: FAILED", false)]
    [InlineData("```\nPASS\n```", true)]
    [InlineData("""{"reason": "names the price", "verdict": "pass"}""", true)]
    [InlineData("""{"verdict": "FAIL", "reason": "no price"}""", false)]
    [InlineData("""{"verdict": false}""", false)]
    [InlineData("Urteil: bestanden", true)]
    [InlineData("Urteil: nicht bestanden", false)]
    [InlineData("Resultado: aprobado", true)]
    [InlineData("Résultat : échec", false)]
    [InlineData("结论：通过", true)]
    [InlineData("结论：不通过", false)]
    [InlineData("不合格", false)]
    [InlineData("판정: 합격", true)]
    [InlineData("판정: 불합격", false)]
    public void The_verdict_is_found(string reply, bool passes)
    {
        GivenScore? given = PassFailReply.Read(reply, out string? problem);

        problem.ShouldBeNull();
        given!.Score.ShouldBe(passes ? 1 : 0);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("The answer is fine.", "neither PASS nor FAIL")]
    [InlineData("The answer fails to name the price.", "neither PASS nor FAIL")]
    [InlineData("It should pass the message on to the clerk", "neither PASS nor FAIL")]
    [InlineData("The passport number is right", "neither PASS nor FAIL")]
    [InlineData("Answer PASS or FAIL.", "neither PASS nor FAIL")]
    [InlineData("PASS/FAIL", "neither PASS nor FAIL")]
    [InlineData("Yes", "neither PASS nor FAIL")]
    [InlineData("PASS\nOn second thought:\nFAIL", "both PASS and FAIL")]
    [InlineData("Verdict: PASS. Second verdict: FAIL", "both PASS and FAIL")]
    [InlineData("""{"verdict": "maybe"}""", "neither `pass` nor `fail`")]
    public void A_word_that_is_there_by_accident_is_no_verdict(string reply, string message)
    {
        PassFailReply.Read(reply, out string? problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain(message);
    }

    [Fact]
    public void Any_text_gives_a_verdict_or_a_problem()
    {
        string[] pieces =
        [
            "PASS",
            "fail",
            "not ",
            "Verdict",
            ":",
            " ",
            "\n",
            ".",
            "**",
            "{",
            "}",
            "\"verdict\":",
            "or",
            "/",
            "不",
        ];
        Gen<string> texts =
            from chosen in Gen.Elements(pieces).ListOf()
            from noise in ArbMap.Default.GeneratorFor<string?>()
            select string.Concat(chosen) + noise;

        Prop.ForAll(
                texts.ToArbitrary(),
                static reply =>
                {
                    GivenScore? given = PassFailReply.Read(reply, out string? problem);
                    return (given is null) == (problem is not null) && given is null or { Score: 0 or 1 };
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
