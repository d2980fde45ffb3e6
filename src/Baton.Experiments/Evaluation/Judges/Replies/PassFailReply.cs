using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>Reads a verdict of two words: pass is 1, fail is 0.</summary>
/// <remarks>
/// The word counts where it is called the verdict (<c>Verdict: PASS</c>), or where it opens or ends the reply by itself. A reply that
/// only uses one of the words (<c>it fails to mention the price</c>), or that gives both, is refused.
/// </remarks>
internal static partial class PassFailReply
{
    /// <summary>The scale of the score.</summary>
    public static readonly ScoreScale Scale = new(0, 1);

    // In milliseconds; what takes longer is no reply of a judge.
    private const int TimeLimit = 5_000;

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string Negation =
        @"(?:does\s+not|did\s+not|doesn['’]?t|didn['’]?t|cannot|can['’]?t|not\s+a|not|no|nicht|non|no\s+ha|não|не|不|未)";

    private const string Pass =
        @"pass(?:ed|es)?|bestanden|réussi|réussite|aprobado|aprovado|superato|зачтено|통과|합격|通过|通過|合格|及格";

    private const string Fail =
        @"fail(?:ed|s|ure)?|durchgefallen|échec|échoué|suspenso|suspendido|reprobado|reprovado|bocciato|незачет|незачёт|불합격|실패|不通过|不通過|不合格|不及格|未通过";

    // A verdict with `does not` before it is the other one.
    private const string Verdict =
        @"(?:(?<not>" + Negation + @")\s*)?(?:(?<fail>" + Fail + @")|(?<pass>" + Pass + @"))(?![\p{L}\p{Nd}-])";

    /// <summary>Reads a reply.</summary>
    /// <param name="reply">What the judge wrote.</param>
    /// <param name="problem">Why there is no verdict, as the end of a sentence; null when there is one.</param>
    public static GivenScore? Read(string reply, out string? problem)
    {
        try
        {
            return Find(reply, out problem);
        }
        catch (RegexMatchTimeoutException)
        {
            problem = "is too tangled to be read";
            return null;
        }
    }

    private static GivenScore? Find(string reply, out string? problem)
    {
        if (AnswerObject.Find(reply, "verdict") is { } answer)
        {
            return Read(answer, out problem);
        }

        string text = Alternatives().Replace(PlainReply.Of(reply), static match => new string(' ', match.Length));
        List<bool> labelled = Verdicts(Labelled(), text);
        List<bool> found = labelled.Count > 0 ? labelled : [.. Verdicts(Opening(), text), .. Verdicts(Ending(), text)];
        problem =
            string.IsNullOrWhiteSpace(reply) ? "is empty"
            : found.Count == 0 ? "says neither PASS nor FAIL as its verdict"
            : found.Contains(true) && found.Contains(false) ? "says both PASS and FAIL"
            : null;
        return problem is null ? new GivenScore(found[0] ? 1 : 0, ReasonIn(reply)) : null;
    }

    /// <summary>Reads an object with a <c>verdict</c>.</summary>
    /// <param name="answer">The object.</param>
    /// <param name="problem">Why there is no verdict, as the end of a sentence; null when there is one.</param>
    public static GivenScore? Read(JsonObject answer, out string? problem)
    {
        bool? passes = answer["verdict"] switch
        {
            JsonValue value when value.TryGetValue(out bool truth) => truth,
            JsonValue value when value.TryGetValue(out string? word) => Word(word),
            _ => null,
        };
        problem = passes is null ? "has neither `pass` nor `fail` as its `verdict`" : null;
        return passes is { } isPass
            ? new GivenScore(isPass ? 1 : 0, JsonReply.ReasonIn(answer)) { Evidence = JsonReply.EvidenceIn(answer) }
            : null;
    }

    private static bool? Word(string word)
    {
        Match match = Whole().Match(word.Trim());
        return match.Success ? IsPass(match) : null;
    }

    private static List<bool> Verdicts(Regex form, string text) => [.. form.Matches(text).Select(IsPass)];

    private static bool IsPass(Match match) => match.Groups["pass"].Success != match.Groups["not"].Success;

    private static string? ReasonIn(string reply)
    {
        string text = reply.Trim();
        return Whole().IsMatch(PlainReply.Of(text).Trim(' ', '\n', '.', '!')) ? null : text;
    }

    [GeneratedRegex("^" + Verdict + "[.!]?$", Words, TimeLimit)]
    private static partial Regex Whole();

    // `Answer PASS or FAIL` names the choice, not the verdict.
    [GeneratedRegex(
        @"\b(?:pass(?:ed)?\s*(?:/|\bor\b)\s*fail(?:ed)?|fail(?:ed)?\s*(?:/|\bor\b)\s*pass(?:ed)?)\b",
        Words,
        TimeLimit
    )]
    private static partial Regex Alternatives();

    [GeneratedRegex(
        @"(?:\b|(?<=\P{IsBasicLatin}))(?:verdict|result|outcome|decision|judge?ment|conclusion|grade|final\s+answer|my\s+answer|overall"
            + @"|urteil|ergebnis|bewertung|résultat|décision|veredicto|resultado|decisión|veredito|verdetto|risultato|вердикт|результат"
            + @"|판정|결과|结论|結論|结果|結果|判定)\s*(?:(?:[:=–—-]|->|→)|\b(?:is|was|ist|est|es|è|é)\b|[은는은是为は])+\s*(?:\b(?:a|an|ein)\b\s*)?"
            + Verdict,
        Words,
        TimeLimit
    )]
    private static partial Regex Labelled();

    [GeneratedRegex(@"^\s*" + Verdict + @"\s*(?=$|[\n.,;:!)–—-]|\bbecause\b|\bsince\b|\bas\b)", Words, TimeLimit)]
    private static partial Regex Opening();

    [GeneratedRegex(@"(?:[\n.:!?=–—-]\s*)" + Verdict + @"[\s.!)]*$", Words, TimeLimit)]
    private static partial Regex Ending();
}
