using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>
/// <c>multilingual</c>: a frame in another language, words of another language in an English sentence, the wish for an
/// answer in another language, and texts typed on keyboards without their letters. It translates no sentence.
/// </summary>
/// <remarks>A persona whose language is another than the text's writes in that one.</remarks>
internal sealed class MultilingualRule : IVariationRule
{
    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => null;

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        string words = source.Words.Trim();
        string plain = PlainLetters.Spell(words, source.Language);
        if (plain != words && draw.Chance(0.4))
        {
            return new RuleVariation(plain, "keyboard without its letters")
            {
                Respell = name => PlainLetters.Spell(name, source.Language),
            };
        }

        LanguageFrames frames = Choose(source, draw);
        return draw.Below(3) switch
        {
            0 => new RuleVariation(
                Letter.Of(draw.Pick(frames.FormalGreetings), words, draw.Pick(frames.FormalClosings), draw),
                $"framed in {TextLanguage.NameOf(frames.Code)}"
            ),
            1 => new RuleVariation(
                Letter.Of(draw.Pick(frames.CasualGreetings), words, frames.AnswerHere),
                $"answer wanted in {TextLanguage.NameOf(frames.Code)}"
            ),
            _ => Switch(source, words, frames.Code, draw),
        };
    }

    private static LanguageFrames Choose(VariationSource source, SeededDraw draw)
    {
        string? own = source.Persona?.Language is { } written ? TextLanguage.CodeOf(written) : null;
        return own is not null && own != source.Language && LanguageFrames.Find(own) is { } frames
            ? frames
            : draw.Pick([.. LanguageFrames.All.Where(other => other.Code != source.Language)]);
    }

    private static RuleVariation? Switch(VariationSource source, string words, string code, SeededDraw draw)
    {
        (string Code, PhraseBook Words, string[] Tags)[] known =
        [
            .. CodeSwitches.All.Where(language => language.Code == code && source.IsEnglish),
        ];
        if (known.Length == 0)
        {
            return null;
        }

        string switched = known[0].Words.Replace(words, draw, 2);
        string ending = switched == words || draw.Chance(0.5) ? " " + draw.Pick(known[0].Tags) : "";
        return new RuleVariation(switched + ending, $"words of {TextLanguage.NameOf(code)}");
    }
}
