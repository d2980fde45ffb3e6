using System.Globalization;

namespace Baton.Experiments.Evaluation.Judges.Replies;

/// <summary>A number in a reply that may be meant as the score.</summary>
/// <param name="Start">Where it stands.</param>
/// <param name="End">Where it ends, with what belongs to it (<c>/10</c>).</param>
/// <param name="Value">The number.</param>
/// <param name="Text">As written, with what belongs to it.</param>
internal sealed record ScoreNumber(int Start, int End, double Value, string Text)
{
    /// <summary>How sure it is that it is meant as the score.</summary>
    public ScoreSign Sign { get; init; }

    /// <summary>Why it cannot be the score though it may be meant so, as the end of a sentence; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads digits with a decimal point or comma; a comma or point before three digits groups thousands.</summary>
    public static double? ValueOf(string text)
    {
        int marks = text.Count(static character => character is '.' or ',');
        if (marks > 1)
        {
            return null;
        }

        int mark = text.AsSpan().IndexOfAny('.', ',');
        bool groups = mark > 0 && text[mark] == ',' && text.Length - mark == 4;
        string plain = groups ? text.Remove(mark, 1) : text.Replace(',', '.');
        return
            double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : null;
    }
}

/// <summary>What says that a number is the score, the weakest first.</summary>
internal enum ScoreSign
{
    /// <summary>Nothing: it is part of what the reply tells.</summary>
    None,

    /// <summary>It stands alone: on a line of its own, or before or behind everything else.</summary>
    Alone,

    /// <summary>It is given: <c>I give it a 7</c>.</summary>
    Given,

    /// <summary>It is out of the most there is: <c>7/10</c>, <c>7 out of 10</c>, or points in a language that counts so.</summary>
    OutOfAll,

    /// <summary>It is called the score: <c>Score: 7</c>.</summary>
    Labelled,

    /// <summary>It is called the final one: <c>Overall score: 7</c>.</summary>
    Final,
}
