using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Targets.Composites.Aggregation;

/// <summary>What the aggregator is asked, and how its choice is read.</summary>
/// <param name="instructions">What it is told first.</param>
internal sealed partial class AggregatorPrompt(string instructions)
{
    /// <summary>What it is told for <c>synthesis</c>.</summary>
    public const string Merge =
        "Several agents answered the message below. Write the one answer that serves the user best: keep what is right, leave out what is wrong or said twice, and do not mention that there were several answers.";

    /// <summary>What it is told for <c>best_of</c>.</summary>
    public const string Pick =
        "Several agents answered the message below. Decide which answer serves the user best, and reply with its number alone.";

    /// <summary>The whole text.</summary>
    public string For(Answers answers)
    {
        StringBuilder text = new();
        text.Append(instructions).Append("\n\nMessage:\n").Append(answers.Turn.Input).Append('\n');
        for (int index = 0; index < answers.Answered.Count; index++)
        {
            MemberAnswer answer = answers.Answered[index];
            text.Append(CultureInfo.InvariantCulture, $"\nAnswer {index + 1} ({answer.Member.Name}):\n")
                .Append(answer.Output)
                .Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The answer a reply picks: by the first number in it, or by the one name in it; <see langword="null"/> when neither is there.</summary>
    public static MemberAnswer? Picked(string reply, IReadOnlyList<MemberAnswer> answers)
    {
        foreach (Match digits in Digits().Matches(reply))
        {
            if (
                int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= 1
                && number <= answers.Count
            )
            {
                return answers[number - 1];
            }
        }

        List<MemberAnswer> named =
        [
            .. answers.Where(answer => reply.Contains(answer.Member.Name, StringComparison.OrdinalIgnoreCase)),
        ];
        return named is [MemberAnswer only] ? only : null;
    }

    [GeneratedRegex(@"\b[0-9]+\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
