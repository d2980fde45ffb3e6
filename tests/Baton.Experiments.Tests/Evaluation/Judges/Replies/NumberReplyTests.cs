using Baton.Experiments.Evaluation.Judges.Replies;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Experiments.Tests.Evaluation.Judges.Replies;

public sealed class NumberReplyTests
{
    private static readonly ScoreScale OneToTen = new(1, 10);

    [Theory]
    [InlineData("8", 8)]
    [InlineData("8.", 8)]
    [InlineData(" 8\n", 8)]
    [InlineData("10", 10)]
    [InlineData("7.5", 7.5)]
    [InlineData("7,5", 7.5)]
    [InlineData("8/10", 8)]
    [InlineData("8 / 10", 8)]
    [InlineData("**8/10**", 8)]
    [InlineData("10/10!", 10)]
    [InlineData("8 out of 10", 8)]
    [InlineData("I'd say 8 out of 10.", 8)]
    [InlineData("Score: 8", 8)]
    [InlineData("score = 8", 8)]
    [InlineData("**Score:** 8", 8)]
    [InlineData("**Score**: **8**", 8)]
    [InlineData("Rating: [[8]]", 8)]
    [InlineData("Rating: 8/10", 8)]
    [InlineData("Score: 8 / 10 - clear and polite", 8)]
    [InlineData("Score:\n8", 8)]
    [InlineData("## Score\n8", 8)]
    [InlineData("### Rating\n\n**8**\n\nThe answer covers 3 of the points.", 8)]
    [InlineData("```\n8\n```", 8)]
    [InlineData("```json\n{\"score\": 8}\n```", 8)]
    [InlineData("{\"score\": 8, \"reason\": \"two of 3 points\"}", 8)]
    [InlineData("$\\boxed{8}$", 8)]
    [InlineData("| Score | 8 |", 8)]
    [InlineData("8 - good but long", 8)]
    [InlineData("8, because it names 3 options", 8)]
    [InlineData("8\n\nThe answer lists 3 options and 2 dates.", 8)]
    [InlineData("8. The answer is clear.", 8)]
    [InlineData("The answer is clear.\n\n8", 8)]
    [InlineData("The answer is clear. 8", 8)]
    [InlineData("The answer is clear: 8", 8)]
    [InlineData("I give it a 7.", 7)]
    [InlineData("I would rate this answer a 7 because it misses 2 facts.", 7)]
    [InlineData("This deserves a solid 7, no more.", 7)]
    [InlineData("On a scale between 1 and 10, I give 7.", 7)]
    [InlineData("On a scale from 1 to 10 this is a strong answer. I give it 9", 9)]
    [InlineData("Score (1-10): 6", 6)]
    [InlineData("Score (from 1 to 10): 6", 6)]
    [InlineData("Score on a scale of 1–10: 6", 6)]
    [InlineData("The score would be 6.", 6)]
    [InlineData("My rating is therefore a 6.", 6)]
    [InlineData("Score for clarity: 6", 6)]
    [InlineData("It answers 2 of 3 questions. Score: 6", 6)]
    [InlineData("Clarity score: 8\nAccuracy score: 6\nOverall score: 7", 7)]
    [InlineData("Clarity: 8, accuracy: 6. Final score: 7/10", 7)]
    [InlineData("First I thought of Score: 5.\nBut the tone is good.\nScore: 7", 7)]
    [InlineData("1. It is polite.\n2. It is right.\n3. It is short.\n\nScore: 9", 9)]
    [InlineData("The order 4711 from 2024-03-05 at 10:30 was found; 85% of it came. Score: 9", 9)]
    [InlineData("GPT-4 would do no better. Rating: 9", 9)]
    [InlineData("I'd rate this 8/10. It covers 3/5 of the wishes.", 8)]
    [InlineData("Score: 8 (out of 10)", 8)]
    [InlineData("Score: 9.\n\nI took off 1 point for its length.", 9)]
    [InlineData("I deducted 2 points. Final: 8", 8)]
    [InlineData("Overall: 8", 8)]
    [InlineData("Assessment: 8 - clear", 8)]
    [InlineData("Punktzahl: 8", 8)]
    [InlineData("Bewertung: 8 von 10", 8)]
    [InlineData("Ich gebe 8 von 10 Punkten, weil 2 Angaben fehlen.", 8)]
    [InlineData("Auf einer Skala von 1 bis 10 vergebe ich eine 8.", 8)]
    [InlineData("Note : 8/10", 8)]
    [InlineData("Sur une échelle de 1 à 10, je donne 8.", 8)]
    [InlineData("Puntuación: 8", 8)]
    [InlineData("Le doy un 8 de 10.", 8)]
    [InlineData("Nota: 8,5", 8.5)]
    [InlineData("Punteggio: 8 su 10", 8)]
    [InlineData("Оценка: 8", 8)]
    [InlineData("Оценка: 8 из 10", 8)]
    [InlineData("评分：8", 8)]
    [InlineData("评分：8分（满分10分）", 8)]
    [InlineData("我给8分。", 8)]
    [InlineData("スコア：８", 8)]
    [InlineData("10点満点中8点です。", 8)]
    [InlineData("점수: 8", 8)]
    [InlineData("10점 만점에 8점을 주겠습니다.", 8)]
    [InlineData("점수는 8점입니다", 8)]
    [InlineData("النتيجة: ٨", 8)]
    public void The_score_is_found(string reply, double score)
    {
        GivenScore? given = NumberReply.Read(reply, OneToTen, out string? problem);

        problem.ShouldBeNull();
        given!.Score.ShouldBe(score);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("The answer is good.", "names no score")]
    [InlineData("The answer lists 3 options and is polite.", "names no score")]
    [InlineData("3 options were listed by the agent.", "names no score")]
    [InlineData("It fails in step 3", "names no score")]
    [InlineData("The agent needed 2 turns and 4 tool calls.", "names no score")]
    [InlineData("3 of 10 claims are not supported.", "names no score")]
    [InlineData("It follows the user's 2 wishes but not the third.", "names no score")]
    [InlineData("The score should reflect the 3 mistakes in it", "names no score")]
    [InlineData("I rate it on a scale of 1 to 10.", "names no score")]
    [InlineData("Please give a score between 1 and 10.", "names no score")]
    [InlineData("1. It is polite.\n2. It is right.\n3. It is short.", "names no score")]
    [InlineData("Note: 3 mistakes were made", "names no score")]
    [InlineData("Overall: 3 wishes were met", "names no score")]
    [InlineData("Score: N/A, see the 3 mistakes in it", "names no score")]
    [InlineData("Rating: ★★★★☆ (4/5)", "is out of 5")]
    [InlineData("Score (0-100): 85", "gives a range")]
    [InlineData("GPT-4", "names no score")]
    [InlineData("It was delivered on 2024-03-05.", "names no score")]
    [InlineData("10:30", "names no score")]
    [InlineData("Version 1.2.3", "names no score")]
    [InlineData("-3", "-3, which is not between 1 and 10")]
    [InlineData("Score: -3", "-3, which is not between 1 and 10")]
    [InlineData("0", "0, which is not between 1 and 10")]
    [InlineData("11", "11, which is not between 1 and 10")]
    [InlineData("Score: 11", "11, which is not between 1 and 10")]
    [InlineData("Score: 85", "85, which is not between 1 and 10")]
    [InlineData("Score: 1,000", "1000, which is not between 1 and 10")]
    [InlineData("85/100", "is out of 100, not of 10")]
    [InlineData("Score: 4/5", "is out of 5, not of 10")]
    [InlineData("Score: 85%", "percentage")]
    [InlineData("Score: 7-8", "gives a range (`7-8`)")]
    [InlineData("I'd give it 7 or 8", "gives a range")]
    [InlineData("Score: 3. Thinking again, Score: 8, I believe.", "gives several scores: `3`, `8`")]
    [InlineData("Clarity score: 8, accuracy score: 6", "gives several scores")]
    public void A_number_that_is_there_by_accident_is_no_score(string reply, string message)
    {
        NumberReply.Read(reply, OneToTen, out string? problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain(message);
    }

    [Theory]
    [InlineData("0.85", 0.85)]
    [InlineData(".85", 0.85)]
    [InlineData("0,85", 0.85)]
    [InlineData("Score: 0.85", 0.85)]
    [InlineData("Score: 1", 1)]
    [InlineData("Score: 0", 0)]
    [InlineData("0.85/1", 0.85)]
    [InlineData("Faithfulness (0 to 1): 0.85", 0.85)]
    [InlineData("2 of 3 claims hold. Score: 0.67", 0.67)]
    public void A_scale_from_0_to_1_is_read_too(string reply, double score) =>
        NumberReply.Read(reply, new ScoreScale(0, 1), out _).ShouldNotBeNull().Score.ShouldBe(score);

    [Theory]
    [InlineData("85%")]
    [InlineData("-0.2")]
    [InlineData("1.01")]
    [InlineData("2 of 3 claims hold.")]
    public void Off_a_scale_from_0_to_1_nothing_is_read(string reply) =>
        NumberReply.Read(reply, new ScoreScale(0, 1), out _).ShouldBeNull();

    [Fact]
    public void The_reason_is_what_was_said() =>
        NumberReply.Read("Polite and right. Score: 9", OneToTen, out _)!.Reason.ShouldBe("Polite and right. Score: 9");

    [Fact]
    public void A_bare_number_has_no_reason() => NumberReply.Read("9", OneToTen, out _)!.Reason.ShouldBeNull();

    [Fact]
    public void A_score_in_any_wording_is_found()
    {
        string[] openings =
        [
            "",
            "The answer is polite and right. ",
            "It lists 3 options in 2 turns.\n\n",
            "On a scale of 1 to 10. ",
        ];
        string[] wordings =
        [
            "Score: {0}",
            "**Score:** {0}/10",
            "Rating: {0}",
            "Final score: {0}",
            "I give it {0}/10",
            "Punktzahl: {0}",
            "Puntuación: {0} de 10",
            "评分：{0}分",
            "점수: {0}",
            "Оценка: {0}",
            "\n{0}\n",
        ];
        Gen<(string Reply, int Score)> replies =
            from opening in Gen.Elements(openings)
            from wording in Gen.Elements(wordings)
            from score in Gen.Choose(1, 10)
            select (opening + wording.Replace("{0}", $"{score}", StringComparison.Ordinal), score);

        Prop.ForAll(
                replies.ToArbitrary(),
                static drawn => NumberReply.Read(drawn.Reply, OneToTen, out _)?.Score == drawn.Score
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_number_in_any_story_is_no_score()
    {
        string[] stories =
        [
            "The agent lists {0} options and {1} dates.",
            "It took {0} turns until the user was content.",
            "Of {0} wishes, {1} were met by it.",
            "{0} tools were called before the answer came.",
            "The user asked {0} times for a refund of {1} euros and got none.",
            "Order {0} was mixed up with order {1} again.",
        ];
        Gen<string> replies =
            from story in Gen.Elements(stories)
            from first in Gen.Choose(0, 12)
            from second in Gen.Choose(0, 12)
            select story
                .Replace("{0}", $"{first}", StringComparison.Ordinal)
                .Replace("{1}", $"{second}", StringComparison.Ordinal);

        Prop.ForAll(replies.ToArbitrary(), static reply => NumberReply.Read(reply, OneToTen, out _) is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_text_gives_a_score_on_the_scale_or_a_problem()
    {
        string[] pieces =
        [
            "Score",
            ":",
            " ",
            "\n",
            "8",
            "10",
            "11",
            "/",
            "-",
            ".",
            ",",
            "out of",
            "between",
            "and",
            "1",
            "**",
            "`",
            "(",
            ")",
            "I give",
            "%",
            "8/10",
            "評価",
            "点",
            "0",
            "99999999999999999999",
            "3.5",
            "final",
            "a",
            "is",
            "–",
            "٨",
            "\ud83d",
        ];
        Gen<string> texts =
            from chosen in Gen.Elements(pieces).ListOf()
            from noise in ArbMap.Default.GeneratorFor<string?>()
            select string.Concat(chosen) + noise;

        Prop.ForAll(
                texts.ToArbitrary(),
                static reply =>
                {
                    GivenScore? given = NumberReply.Read(reply, OneToTen, out string? problem);
                    return (given is null) == (problem is not null) && given is null or { Score: >= 1 and <= 10 };
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
