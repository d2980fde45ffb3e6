using System.Text.RegularExpressions;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>Reads a score out of a reply in words.</summary>
/// <remarks>
/// A number counts only when something says that it is the score (<see cref="ScoreSign"/>); the strongest sign wins. Numbers of the
/// same strength that differ, numbers off the scale, ranges, percentages and fractions of another whole are refused: a judge is asked
/// again rather than misunderstood.
/// </remarks>
internal static class NumberReply
{
    /// <summary>Reads a reply.</summary>
    /// <param name="reply">What the judge wrote.</param>
    /// <param name="scale">The scale of the score.</param>
    /// <param name="problem">Why there is no score, as the end of a sentence; null when there is one.</param>
    public static GivenScore? Read(string reply, ScoreScale scale, out string? problem)
    {
        try
        {
            return Find(reply, scale, out problem);
        }
        catch (RegexMatchTimeoutException)
        {
            problem = "is too tangled to be read";
            return null;
        }
    }

    private static GivenScore? Find(string reply, ScoreScale scale, out string? problem)
    {
        string text = PlainReply.Of(reply);
        IReadOnlyList<ScoreNumber> numbers = ScoreNumbers.In(text, scale);
        ScoreSign strongest = numbers.Count == 0 ? ScoreSign.None : numbers.Max(static number => number.Sign);
        if (strongest == ScoreSign.None)
        {
            problem =
                string.IsNullOrWhiteSpace(reply) ? "is empty"
                : numbers.Count == 0 ? "names no score"
                : $"names no score: {Listed(numbers)} may be part of what it says";
            return null;
        }

        List<ScoreNumber> meant = [.. numbers.Where(number => number.Sign == strongest)];
        if (strongest == ScoreSign.OutOfAll && meant.Exists(static number => number.Problem is null))
        {
            // Beside `8/10` a `3/5` counts something else.
            meant.RemoveAll(static number => number.Problem is not null);
        }

        ScoreNumber? chosen = Chosen(meant, text);
        problem = chosen is null ? $"gives several scores: {Listed(meant)}" : chosen.Problem;
        return problem is null ? new GivenScore(chosen!.Value, ReasonIn(reply)) : null;
    }

    // Of several scores the one that a judge ends with, on a line of its own, is the verdict.
    private static ScoreNumber? Chosen(List<ScoreNumber> meant, string text)
    {
        ScoreNumber last = meant[^1];
        if (meant.TrueForAll(number => number.Value == last.Value))
        {
            return meant.Find(static number => number.Problem is not null) ?? last;
        }

        bool endsReply = text.AsSpan(last.End).Trim(" \n\t.!)") is [];
        int line = text.LastIndexOf('\n', last.Start) + 1;
        bool isOnlyOfLine = !meant.Exists(number => number != last && number.Start >= line);
        return endsReply && line > 0 && isOnlyOfLine ? last : null;
    }

    private static string Listed(IEnumerable<ScoreNumber> numbers) =>
        string.Join(", ", numbers.Select(static number => $"`{number.Text}`").Distinct(StringComparer.Ordinal).Take(5));

    private static string? ReasonIn(string reply)
    {
        string text = reply.Trim();
        return text.Any(char.IsLetter) ? text : null;
    }
}
