using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Judges.Replies;

// The words that surround scores, in the languages judges answer in.
internal sealed partial class ScoreNumbers
{
    // In milliseconds; what takes longer is no reply of a judge.
    private const int TimeLimit = 5_000;

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string Labels =
        @"score|rating|grade|boxed|assessment|evaluation"
        + @"|punktzahl|bewertung|wertung|gesamtnote|évaluation|puntuación|puntaje|calificación|valoración"
        + @"|pontuação|avaliação|classificação|punteggio|valutazione|beoordeling|poäng|betyg|ocena|wynik"
        + @"|оценка|балл|점수|평점|评分|評分|分数|分數|得分|スコア|点数|評価|採点|puan|النتيجة|الدرجة|स्कोर|अंक";

    // Words that also open a sentence about something else: `Note: 3 mistakes were made`.
    private const string WeakLabels = @"note|nota|mark|verdict|punkte|voto|cijfer";

    private const string Last =
        @"final|overall|total|gesamt|insgesamt|finale?|globale?|totale?|general|complessivo|итоговая|общая|최종|총|最终|最終|总|總|総合|合計";

    [GeneratedRegex(@"[+-]?\d+(?:[.,]\d+)*|(?<![\d\p{L}])\.\d+", Words, TimeLimit)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"(?:\b(?:from|between|von|zwischen|entre|de|da|desde|tra|fra|от)\s+)?(?<![\d.,/])(?<low>\d+(?:\.\d+)?)\s*"
            + @"(?:-|–|—|~|〜|～|\.\.\.?|…|\b(?:to|and|through|bis|und|à|a|ao|et|y|e|до|и)\b|から|到|至|에서|부터)\s*"
            + @"(?<high>\d+(?:\.\d+)?)(?![.,]?\d)",
        Words,
        TimeLimit
    )]
    private static partial Regex ScaleRange();

    [GeneratedRegex(
        @"\G\s*(?:(?<slash>/)|\b(?:out\s+of|of|von|sur|de|em|su|из|van|av|uit)\b(?:\s+(?:a|maximal|possible|the|un|una))?)\s*(?<all>\d+(?:[.,]\d+)?)(?!\d|[.,:/]\d)",
        Words,
        TimeLimit
    )]
    private static partial Regex OutOf();

    [GeneratedRegex(
        @"\G\s*(?:-|–|—|~|〜|～|\bto\b|\bor\b|\bbis\b|\boder\b|\bou\b)\s*\d+(?:[.,]\d+)?(?![\d-])",
        Words,
        TimeLimit
    )]
    private static partial Regex Range();

    [GeneratedRegex(@"\G\s*(?:%|percent\b|prozent\b|pour\s*cent\b|por\s*ciento\b)", Words, TimeLimit)]
    private static partial Regex Percent();

    [GeneratedRegex(@"\G\s*(?:分(?![钟鐘])|点(?!\s*中)|點|점)", Words, TimeLimit)]
    private static partial Regex Points();

    [GeneratedRegex(@"\G\S*", Words, TimeLimit)]
    private static partial Regex TailOfWord();

    [GeneratedRegex(@"\d{1,2}:\d{2}\b|\d{1,4}-\d{1,2}-\d{1,4}\b", Words, TimeLimit)]
    private static partial Regex TimeOrDate();

    [GeneratedRegex(
        @"^\s*(?:of\s+the\s+)?(?:claims?|facts?|questions?|steps?|items?|cases?|tests?|requirements?|criteria|statements?|times|options?|turns?|messages?|users?|people|cities|sources?)\b",
        Words,
        TimeLimit
    )]
    private static partial Regex Counted();

    // The label, then nothing but words that join it to its number.
    [GeneratedRegex(
        @"(?:(?<final>\b(?:"
            + Last
            + @")[\s:-]*)?(?:\b|(?<=\P{IsBasicLatin}))(?:"
            + Labels
            + @"|(?<weak>"
            + WeakLabels
            + @"))|(?<weak>(?<final>\b(?:final\s+answer|overall|total|insgesamt)(?=\s*[:=]))))"
            + @"\s*(?:\)\s*)?(?:(?:for|of|für|pour|para|per|in)\s+(?:the\s+|this\s+|its\s+)?[\p{L}\s]{1,40}?)?\s*"
            + @"(?:[:=,–—~-]|->|→|\b(?:is|was|of|as|at|be|would|will|should|must|ist|wäre|es|est|è|é|sería|seria|serait|sarebbe|составляет)\b|[은는이가是为為はが])*"
            + @"(?:\s|[:=,–—-](?=\s))*(?:\b(?:be|an?|the|about|around|approximately|roughly|exactly|therefore|thus|clearly|just|only|ein|eine|un|una|une|um|uma|de|di|von)\b\s*)*[:=]?\s*$",
        Words,
        TimeLimit
    )]
    private static partial Regex Label();

    [GeneratedRegex(
        @"(?:\b(?:give|gives|giving|gave|rate|rates|rated|award|awarded|assign|assigned|grade|deserves?|earns?|merits?|say|gebe|vergebe|bewerte|verdient|donne|attribue|mérite|doy|daría|merece|dou|daria|assegno|merita|ставлю|даю|заслуживает)\b|给|給|打|付け|つけ|매기|드립|주)"
            + @"[^\d.!?\n]{0,40}$",
        Words,
        TimeLimit
    )]
    private static partial Regex Giving();

    [GeneratedRegex(
        @"\G\s*(?:分|点|點|점|points?\b|pts\b|stars?\b|punkten?\b|puntos?\b|pontos?\b|punti\b|баллов\b|балла\b|балл\b)?\s*"
            + @"(?:$|[\n,;:!?)–—-]|\.(?!\d)|\b(?:because|since|as|for|due|given|overall|and|but|though|although|weil|da|denn|für|aber|porque|ya|pues|pero|por|para|car|parce|pour|mais|perché|poiché|per|ma|pois|mas|потому|так|за|но)\b|[은는이가을를로으에입이です])",
        Words,
        TimeLimit
    )]
    private static partial Regex EndOfClause();
}
