using System.Text;

namespace Baton.Experiments.Replaying;

/// <summary>Holds two answers against each other.</summary>
internal static class AnswerMatch
{
    private const int WordsAtMost = 4000;

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
    /// The share of words that stay when one answer is edited into the other, 0 to 1: one less the edit distance in words over the
    /// longer answer's words. Case and punctuation at the ends of words do not count. Of very long answers the first 4,000 words do.
    /// </summary>
    public static double Similarity(string recorded, string now)
    {
        string[] one = Words(recorded);
        string[] two = Words(now);
        int longer = Math.Max(one.Length, two.Length);
        return longer == 0 ? 1 : 1 - (double)Distance(one, two) / longer;
    }

    private static int Distance(string[] one, string[] two)
    {
        int[] before = [.. Enumerable.Range(0, two.Length + 1)];
        int[] row = new int[two.Length + 1];
        for (int i = 0; i < one.Length; i++)
        {
            row[0] = i + 1;
            for (int j = 0; j < two.Length; j++)
            {
                int replaced = before[j] + (string.Equals(one[i], two[j], StringComparison.Ordinal) ? 0 : 1);
                row[j + 1] = Math.Min(replaced, Math.Min(before[j + 1], row[j]) + 1);
            }

            (before, row) = (row, before);
        }

        return before[two.Length];
    }

    private static string[] Words(string text) =>
        [
            .. Plain(text)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('.', ',', ';', ':', '!', '?', '"', '\'', '(', ')', '*', '`', '…'))
                .Where(word => word.Length > 0)
                .Take(WordsAtMost),
        ];

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
