using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary><c>rephrase</c>: other forms of sentences, and words with the same meaning. English only.</summary>
internal sealed class RephraseRule : IVariationRule
{
    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.Refusal(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        int way = draw.Below(4);
        string words = source.Words;
        string technique = "";
        if (way != 0)
        {
            List<string> sentences = [.. Sentences.Of(words)];
            if (sentences.Count == 0)
            {
                return null;
            }

            int at = draw.Below(sentences.Count);
            sentences[at] = EnglishSentences.Rephrase(sentences[at], draw, out bool isForm);
            words = string.Join(' ', sentences);
            technique = isForm ? "sentence form" : "frame";
        }

        if (
            way is 0 or 1
            && EnglishWords.Synonyms.Replace(words, draw, 1 + draw.Below(3)) is var other
            && other != words
        )
        {
            words = other;
            technique = technique.Length == 0 ? "synonyms" : $"{technique}, synonyms";
        }

        return technique.Length == 0 ? null : new RuleVariation(words, technique);
    }
}
