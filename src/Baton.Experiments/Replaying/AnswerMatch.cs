using System.Text;
using Baton.Experiments.Evaluation.Rules;

namespace Baton.Experiments.Replaying;

/// <summary>Holds two answers against each other.</summary>
internal static class AnswerMatch
{
    /// <summary>Whether they are the same in the sense of the settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="recorded">The recorded answer.</param>
    /// <param name="now">Today's answer.</param>
    /// <param name="similarity">How similar they are, where that was asked for.</param>
    public static bool IsSame(ReplaySettings settings, string recorded, string now, out double? similarity)
    {
        similarity = settings.Answers == AnswerComparison.Similar ? Similarity(recorded, now) : null;
        return settings.Answers switch
        {
            AnswerComparison.Exact => string.Equals(recorded, now, StringComparison.Ordinal),
            AnswerComparison.Text => string.Equals(Plain(recorded), Plain(now), StringComparison.Ordinal),
            AnswerComparison.Similar => similarity >= settings.Similarity,
            AnswerComparison.Off => true,
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Answers, "not a way to compare"),
        };
    }

    /// <summary>
    /// One less the number of edits over the length of the longer answer, 0 to 1; case and white space do not count. Edits are of
    /// characters in answers of up to 2,000 characters, of words in longer ones.
    /// </summary>
    public static double Similarity(string recorded, string now) =>
        TextSimilarity.Levenshtein(Plain(recorded), Plain(now));

    private static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        bool isGap = true;
        foreach (char character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                plain.Append(char.ToLowerInvariant(character));
                isGap = false;
            }
            else if (!isGap)
            {
                plain.Append(' ');
                isGap = true;
            }
        }

        return plain.ToString().TrimEnd();
    }
}
