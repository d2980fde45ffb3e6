using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>Finds the numbers of a reply and what says that they are the score.</summary>
/// <param name="text">The reply in plain characters.</param>
/// <param name="scale">The scale of the score.</param>
internal sealed partial class ScoreNumbers(string text, ScoreScale scale)
{
    // How far before a number the words stand that say what it is.
    private const int LookBack = 90;

    /// <summary>The numbers, in the order of the text; those that only tell the scale are left out.</summary>
    public static IReadOnlyList<ScoreNumber> In(string text, ScoreScale scale)
    {
        string unscaled = WithoutScale(text, scale);
        ScoreNumbers numbers = new(unscaled, scale);
        List<ScoreNumber> found = [];
        for (Match match = Number().Match(unscaled); match.Success; )
        {
            ScoreNumber? number = numbers.Read(match, out int end);
            if (number is not null)
            {
                found.Add(number);
            }

            match = end < unscaled.Length ? Number().Match(unscaled, end) : Match.Empty;
        }

        return found;
    }

    // `on a scale from 1 to 10`, `(1-10)`, `maximum 10` name no score.
    private static string WithoutScale(string text, ScoreScale scale)
    {
        string max = Regex.Escape(ScoreScale.Text(scale.Max));
        text = ScaleRange().Replace(text, match => IsScale(match, scale) ? Blank(match) : match.Value);
        return Regex.Replace(
            text,
            $@"(?:\bscale\s+of\s+|\bmax(?:imum|imal|\.)?(?:\s+score)?(?:\s+(?:is|of))?\s*[:=]?\s*|满分\s*(?:为|是)?\s*|滿分\s*)(?<![\d.,]){max}(?![\d.,]\d|\d)\s*(?:分)?"
                + $@"|(?<![\d.,]){max}\s*(?:점\s*만점(?:에서|에|중)?|点満点(?:中)?|点中|分制|分满分|分中)",
            static match => Blank(match),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            TimeSpan.FromMilliseconds(TimeLimit)
        );
    }

    private static bool IsScale(Match match, ScoreScale scale) =>
        ScoreNumber.ValueOf(match.Groups["low"].Value) is { } low
        && ScoreNumber.ValueOf(match.Groups["high"].Value) is { } high
        && high == scale.Max
        && (low == scale.Min || low is 0 or 1);

    private static string Blank(Match match) => new(' ', match.Length);

    private ScoreNumber? Read(Match match, out int end)
    {
        end = match.Index + match.Length;
        string digits = match.Value;
        bool isWord = IsPartOfWord(match.Index, end, digits);
        if (ScoreNumber.ValueOf(digits) is not { } value || isWord)
        {
            // A version, a time, a date, an order number: the whole of it is no number.
            end += TailOfWord().Match(text, end).Length;
            return null;
        }

        string? problem = null;
        bool isOutOfAll = false;
        Match outOf = OutOf().Match(text, end);
        if (outOf.Success && ScoreNumber.ValueOf(outOf.Groups["all"].Value) is { } all)
        {
            if (outOf.Groups["slash"].Success || IsEndOfClause(outOf.Index + outOf.Length))
            {
                isOutOfAll = true;
                problem =
                    all == scale.Max ? null : $"is out of {ScoreScale.Text(all)}, not of {ScoreScale.Text(scale.Max)}";
            }

            end = outOf.Index + outOf.Length;
            if (isOutOfAll && Counted().IsMatch(text[end..Math.Min(text.Length, end + 30)]))
            {
                return null;
            }
        }
        else if (Range().Match(text, end) is { Success: true } range)
        {
            end = range.Index + range.Length;
            problem = $"gives a range (`{text[match.Index..end].Trim()}`), not one score";
        }
        else if (Percent().Match(text, end) is { Success: true } percent)
        {
            end = percent.Index + percent.Length;
            problem =
                $"gives a percentage (`{text[match.Index..end].Trim()}`), not a score up to {ScoreScale.Text(scale.Max)}";
        }

        bool isPoints = Points().Match(text, end) is { Success: true };
        ScoreSign sign = SignOf(match.Index, end, value, isOutOfAll, isPoints);
        return new ScoreNumber(match.Index, end, value, text[match.Index..end].Trim())
        {
            Sign = sign,
            Problem = problem ?? (scale.Holds(value) ? null : scale.Refuse(value)),
        };
    }

    // Letters of scripts without spaces between words are no part of a number; points are none either.
    private bool IsPartOfWord(int start, int end, string digits)
    {
        char before = start > 0 ? text[start - 1] : ' ';
        char after = end < text.Length ? text[end] : ' ';
        char afterNext = end + 1 < text.Length ? text[end + 1] : ' ';
        bool glued =
            IsAlphabetic(before)
            || before is '@' or '$' or '€' or '£' or '.' or ',' && char.IsAsciiDigit(Before(start - 1));
        bool hyphened = digits[0] is not ('-' or '+') && before == '-' && IsAlphabetic(Before(start - 1));
        bool runsOn =
            (IsAlphabetic(after) && !Points().IsMatch(text, end))
            || after is '°' or '$' or '€' or '£'
            || (after is ':' or '-' && char.IsAsciiDigit(afterNext) && IsTimeOrDate(start));
        return glued || hyphened || runsOn;
    }

    private bool IsTimeOrDate(int start) =>
        TimeOrDate().Match(text, start) is { Success: true } match && match.Index == start;

    private char Before(int index) => index > 0 ? text[index - 1] : ' ';

    private static bool IsAlphabetic(char character) => character < '\u2e80' && char.IsLetter(character);

    private ScoreSign SignOf(int start, int end, double value, bool isOutOfAll, bool isPoints)
    {
        string before = text[Math.Max(0, start - LookBack)..start];
        Match label = Label().Match(before);
        if (label.Success && (!label.Groups["weak"].Success || isOutOfAll || IsEndOfClause(end)))
        {
            return label.Groups["final"].Success ? ScoreSign.Final : ScoreSign.Labelled;
        }

        if (isOutOfAll || (isPoints && IsEndOfClause(end)))
        {
            return ScoreSign.OutOfAll;
        }

        if (IsEndOfClause(end) && Giving().IsMatch(before))
        {
            return ScoreSign.Given;
        }

        return IsAlone(start, end, value) ? ScoreSign.Alone : ScoreSign.None;
    }

    private bool IsAlone(int start, int end, double value)
    {
        bool isFirst = text.AsSpan(0, start).IsWhiteSpace();
        bool isLast = text.AsSpan(end).Trim(" \n\t.!)") is [];
        bool startsLine = text.AsSpan(0, start).TrimEnd(' ') is [] or [.., '\n'];
        bool endsLine = text.AsSpan(end).TrimStart(" .!),") is [] or ['\n', ..];
        if (startsLine && endsLine)
        {
            return isFirst || isLast;
        }

        if (isFirst)
        {
            return IsEndOfClause(end)
                && !(IsListMarker(end) && (value == 1 || text.Contains("\n2", StringComparison.Ordinal)));
        }

        return isLast
            && text.AsSpan(0, start).TrimEnd(' ') is [.., ':' or '=' or '.' or '!' or '?' or '–' or '—' or '\n'];
    }

    private bool IsListMarker(int end) => end < text.Length && text[end] is '.' or ')';

    private bool IsEndOfClause(int end) => EndOfClause().IsMatch(text, end);
}
