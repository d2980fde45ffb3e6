using System.Text.Json.Serialization;

namespace Baton.Experiments.Evaluation.Judges;

/// <summary>How the score is read out of a judge's reply.</summary>
public enum ScoreParser
{
    /// <summary>
    /// A JSON object with a <c>score</c>, asked for as structured output where the server can; its form is told to the model.
    /// </summary>
    JsonScore,

    /// <summary>The score from 1 to 10 in a reply in words, where the words say that it is the score.</summary>
    [JsonStringEnumMemberName("first_number_1_10")]
    FirstNumber1To10,

    /// <summary>The score from 0 to <c>max_score</c> in a reply in words, where the words say that it is the score.</summary>
    FirstFloat,

    /// <summary>PASS or FAIL.</summary>
    PassFail,
}

/// <summary>How the scores of several samples become one.</summary>
public enum SampleAggregate
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    Median,

    /// <summary>The lowest.</summary>
    Min,
}
