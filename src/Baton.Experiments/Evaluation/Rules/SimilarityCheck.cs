using System.Globalization;
using System.Text.Json;
using Baton.Configuration;

namespace Baton.Experiments.Evaluation.Rules;

/// <summary>The text is close to what is expected. How close it is, 0 to 1, is the check's score.</summary>
internal sealed record SimilarityCheck : ComparingCheck
{
    /// <summary>How closeness is measured. Default <see cref="SimilarityMethod.Difflib"/>.</summary>
    public SimilarityMethod Method { get; init; } = SimilarityMethod.Difflib;

    /// <summary>From which closeness on the check passes. Default 0.7.</summary>
    [Range(0, 1)]
    public double Threshold { get; init; } = 0.7;

    /// <summary>Whether capitals count. Default true.</summary>
    public bool CaseSensitive { get; init; } = true;

    internal override string Word => "similarity";

    /// <inheritdoc/>
    public override void Validate(SectionValidation section)
    {
        base.Validate(section);
        if (Method == SimilarityMethod.Embedding)
        {
            section.Error(
                "method",
                "`embedding` needs a model; write `difflib`, `levenshtein` or `words`, or use an `llm_judge`"
            );
        }
    }

    /// <inheritdoc/>
    protected override CheckResult Compare(string text, JsonElement expected)
    {
        string wanted = expected.ValueKind == JsonValueKind.String ? expected.GetString()! : expected.GetRawText();
        if (Math.Max(text.Length, wanted.Length) > TextSimilarity.LongestText)
        {
            return CheckResult.Error(
                $"a text of more than {TextSimilarity.LongestText} characters is not compared; compare a part of it"
            );
        }

        (string given, wanted) = CaseSensitive ? (text, wanted) : (text.ToLowerInvariant(), wanted.ToLowerInvariant());
        double closeness = Method switch
        {
            SimilarityMethod.Difflib => TextSimilarity.Difflib(given, wanted),
            SimilarityMethod.Levenshtein => TextSimilarity.Levenshtein(given, wanted),
            SimilarityMethod.Words => TextSimilarity.Words(given, wanted),
            _ => throw new InvalidOperationException($"`{Method}` is no measure"),
        };
        return closeness >= Threshold
            ? CheckResult.Pass with
            {
                Value = closeness,
            }
            : CheckResult.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Shown.Text(text)} is {closeness:0.00} close to {Shown.Text(wanted)}, and {Threshold:0.00} are wanted"
                ),
                closeness
            );
    }
}

/// <summary>How closeness of texts is measured. Texts of more than 2,000 characters are compared word by word.</summary>
internal enum SimilarityMethod
{
    /// <summary>The share of what both have in common in the same order, after Ratcliff and Obershelp, as Python's difflib has it.</summary>
    Difflib,

    /// <summary>One less the share of what must be inserted, removed or replaced.</summary>
    Levenshtein,

    /// <summary>The share of words both have, in any order and whatever their capitals (F1).</summary>
    Words,

    /// <summary>Known by name and refused: it needs a model.</summary>
    Embedding,
}
